import type { Graph, Resource } from "./graph";

type Needs = (graph: Graph, resource: Resource) => readonly Resource[];

/** Rights of the roles that a value names: without them what uses a role fails, now or at its first call. */
const rightsOf = (graph: Graph, value: unknown): readonly Resource[] =>
  graph
    .named(value, "aws_iam_role")
    .flatMap((role) =>
      ["aws_iam_role_policy", "aws_iam_role_policy_attachment"].flatMap((type) =>
        graph.about(type, "role", role),
      ),
    );

/** The way from private subnets to the internet and to AWS's services, and the rules of the groups on that way. */
function wayOut(graph: Graph, subnets: unknown, groups: unknown): readonly Resource[] {
  const { associations, routes } = routed(graph, subnets);
  const gateways = routes.flatMap(({ body }) => graph.named(body.nat_gateway_id, "aws_nat_gateway"));
  const beyond = gateways.flatMap(({ body }) => publicPath(graph, body.subnet_id));
  const [vpc] = graph.named(subnets, "aws_subnet").flatMap(({ body }) => graph.named(body.vpc_id, "aws_vpc"));
  const endpoints = vpc ? graph.about("aws_vpc_endpoint", "vpc_id", vpc) : [];
  const doors = endpoints.flatMap(({ body }) => rulesOf(graph, body.security_group_ids));
  return [
    ...associations,
    ...routes,
    ...gateways,
    ...beyond,
    ...endpoints,
    ...doors,
    ...rulesOf(graph, groups),
  ];
}

function publicPath(graph: Graph, subnets: unknown): readonly Resource[] {
  const { associations, routes } = routed(graph, subnets);
  return [...associations, ...routes];
}

/** Which tables subnets have, and where these lead. */
function routed(graph: Graph, subnets: unknown) {
  const associations = graph
    .named(subnets, "aws_subnet")
    .flatMap((subnet) => graph.about("aws_route_table_association", "subnet_id", subnet));
  const routes = associations
    .flatMap(({ body }) => graph.named(body.route_table_id, "aws_route_table"))
    .flatMap((table) => graph.about("aws_route", "route_table_id", table));
  return { associations, routes };
}

/** Rules of groups, and rules of others that admit their members. */
function rulesOf(graph: Graph, groups: unknown): readonly Resource[] {
  return graph
    .named(groups, "aws_security_group")
    .flatMap((group) =>
      ["aws_vpc_security_group_egress_rule", "aws_vpc_security_group_ingress_rule"].flatMap((type) => [
        ...graph.about(type, "security_group_id", group),
        ...graph.about(type, "referenced_security_group_id", group),
      ]),
    );
}

/** What a task needs to start: rights of both roles, log groups, and secrets that have a value. */
function taskNeeds(graph: Graph, definition: Resource): readonly Resource[] {
  const { body } = definition;
  const secrets = graph.named(body.container_definitions, "aws_secretsmanager_secret");
  return [
    ...rightsOf(graph, [body.execution_role_arn, body.task_role_arn]),
    ...graph.named(body.container_definitions, "aws_cloudwatch_log_group"),
    ...secrets.flatMap((secret) => valuesOf(graph, secret)),
  ];
}

/** What gives a secret its value. Where nothing does somebody would have to, between two applies. */
function valuesOf(graph: Graph, secret: Resource): readonly Resource[] {
  const writers = [
    ...graph.about("aws_secretsmanager_secret_version", "secret_id", secret),
    ...graph.about("aws_lambda_invocation", "input", secret),
  ];
  return writers.length > 0 ? writers : [{ address: `a value of ${secret.address}`, type: "", body: {} }];
}

/** Rules and listeners that forward to the groups of targets that a value names. */
function forwarders(graph: Graph, value: unknown): readonly Resource[] {
  return graph
    .named(value, "aws_lb_target_group")
    .flatMap((group) => [
      ...graph.about("aws_lb_listener", "default_action", group),
      ...graph.about("aws_lb_listener_rule", "action", group),
    ]);
}

const ecsService: Needs = (graph, { body }) => {
  const network = body.network_configuration as { subnets: unknown; security_groups: unknown };
  return [
    ...graph.named(body.task_definition).flatMap((definition) => taskNeeds(graph, definition)),
    ...forwarders(graph, body.load_balancer),
    ...graph
      .named(body.cluster, "aws_ecs_cluster")
      .flatMap((cluster) => graph.about("aws_ecs_cluster_capacity_providers", "cluster_name", cluster)),
    ...wayOut(graph, network.subnets, network.security_groups),
  ];
};

const scheduler: Needs = (graph, { body }) => {
  const target = body.target as {
    role_arn: unknown;
    ecs_parameters?: {
      task_definition_arn: unknown;
      network_configuration: { subnets: unknown; security_groups: unknown };
    };
  };
  const task = target.ecs_parameters;
  return [
    ...rightsOf(graph, target.role_arn),
    ...graph.named(task?.task_definition_arn).flatMap((definition) => taskNeeds(graph, definition)),
    ...wayOut(graph, task?.network_configuration.subnets, task?.network_configuration.security_groups),
  ];
};

const eventTarget: Needs = (graph, { body }) => {
  const queues = graph.named(body.dead_letter_config, "aws_sqs_queue");
  const document = graph.named(body.arn, "aws_ssm_document");
  return [
    ...rightsOf(graph, body.role_arn),
    ...document.flatMap((one) => rightsOf(graph, one.body.content)),
    ...queues.flatMap((queue) => graph.about("aws_sqs_queue_policy", "queue_url", queue)),
    ...graph
      .named(body.arn, "aws_lambda_function")
      .flatMap((program) => graph.about("aws_lambda_permission", "function_name", program)),
  ];
};

const subscription: Needs = (graph, { body }) => [
  ...graph
    .named(body.endpoint, "aws_lambda_function")
    .flatMap((program) => graph.about("aws_lambda_permission", "function_name", program)),
  ...graph
    .named(body.endpoint, "aws_sqs_queue")
    .flatMap((queue) => graph.about("aws_sqs_queue_policy", "queue_url", queue)),
];

const policyOf: (argument: string) => Needs =
  (argument) =>
  (graph, { body }) =>
    graph
      .named(body[argument], "aws_s3_bucket")
      .flatMap((bucket) => graph.about("aws_s3_bucket_policy", "bucket", bucket));

const versioned: (argument: string) => Needs =
  (argument) =>
  (graph, { body }) =>
    graph
      .named(body[argument], "aws_s3_bucket")
      .flatMap((bucket) => graph.about("aws_s3_bucket_versioning", "bucket", bucket));

/** What AWS refuses, or drops in silence, until something else is there; by the type that has to wait. */
export const NEEDS: Readonly<Record<string, Needs>> = {
  aws_ecs_service: ecsService,
  aws_scheduler_schedule: scheduler,
  aws_cloudwatch_event_target: eventTarget,
  aws_sns_topic_subscription: subscription,
  aws_lambda_function: (graph, { body }) => [
    ...rightsOf(graph, body.role),
    ...graph
      .all("aws_cloudwatch_log_group")
      .filter((group) => group.body.name === `/aws/lambda/${body.function_name}`),
  ],
  aws_lambda_invocation: (graph, { body }) =>
    graph.named(body.function_name).flatMap(({ body: program }) => rightsOf(graph, program.role)),
  aws_secretsmanager_secret_rotation: (graph, { body }) =>
    graph
      .named(body.rotation_lambda_arn, "aws_lambda_function")
      .flatMap((program) => graph.about("aws_lambda_permission", "function_name", program)),
  // A public one is refused in a network without an internet gateway.
  aws_lb: (graph, { body }) => [
    ...graph
      .named((body.access_logs as { bucket: unknown } | undefined)?.bucket, "aws_s3_bucket")
      .flatMap((bucket) => graph.about("aws_s3_bucket_policy", "bucket", bucket)),
    ...(body.internal ? [] : publicPath(graph, body.subnets)),
    ...(body.internal
      ? []
      : publicPath(graph, body.subnets).flatMap(({ body: route }) =>
          graph.named(route.gateway_id, "aws_internet_gateway"),
        )),
  ],
  aws_lb_listener: (graph, { body }) =>
    graph
      .named(body.certificate_arn, "aws_acm_certificate")
      .flatMap((certificate) =>
        graph.about("aws_acm_certificate_validation", "certificate_arn", certificate),
      ),
  aws_appautoscaling_policy: (graph, { body }) =>
    forwarders(graph, body.target_tracking_scaling_policy_configuration),
  aws_nat_gateway: (graph, { body }) =>
    graph
      .named(body.subnet_id, "aws_subnet")
      .flatMap((subnet) => graph.named(subnet.body.vpc_id, "aws_vpc"))
      .flatMap((vpc) => graph.about("aws_internet_gateway", "vpc_id", vpc)),
  aws_flow_log: (graph, { body }) => rightsOf(graph, body.iam_role_arn),
  aws_db_instance: (graph, { body }) => [
    ...rightsOf(graph, body.monitoring_role_arn),
    ...graph
      .all("aws_cloudwatch_log_group")
      .filter((group) => String(group.body.name).startsWith(`/aws/rds/instance/${body.identifier}/`)),
  ],
  aws_s3_bucket_logging: policyOf("target_bucket"),
  aws_s3_bucket_policy: (graph, { body }) =>
    graph
      .named(body.bucket, "aws_s3_bucket")
      .flatMap((bucket) => graph.about("aws_s3_bucket_public_access_block", "bucket", bucket)),
  aws_s3_bucket_lifecycle_configuration: versioned("bucket"),
  aws_s3_bucket_replication_configuration: (graph, resource) => [
    ...rightsOf(graph, resource.body.role),
    ...versioned("bucket")(graph, resource),
    ...versioned("rule")(graph, resource),
  ],
  aws_wafv2_web_acl_logging_configuration: (graph, { body }) => {
    const groups = graph.named(body.log_destination_configs, "aws_cloudwatch_log_group");
    return groups.flatMap((group) =>
      graph.about("aws_cloudwatch_log_resource_policy", "policy_document", group),
    );
  },
};

/** What a stack makes too early, as sentences. */
export function tooEarly(graph: Graph): string[] {
  return graph.resources.flatMap((resource) => {
    const needs = NEEDS[resource.type]?.(graph, resource) ?? [];
    const missing = needs.filter((other) => other !== resource && !graph.waits(resource, other));
    return [...new Set(missing.map(({ address }) => `${resource.address} before ${address}`))];
  });
}
