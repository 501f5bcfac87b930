import type { Change } from "./changes";
import type { ServiceChoices, ShopChoices } from "./shop";

const IMAGE = "public.ecr.aws/docker/library/nginx:1.29.1";

/** What is applied first. */
export const FIRST: ShopChoices = {
  environment: {},
  network: { zones: ["a", "b"], nat: "single" },
  hosts: ["shop.example.com"],
  release: "v1.0.0",
  services: {
    api: {
      count: 2,
      port: 8000,
      route: { paths: ["/api/*"], priority: 100, health: { path: "/health" } },
    },
    worker: { scale: { min: 1, max: 4 }, spot: { onDemandBase: 1 } },
  },
  secrets: { token: "Token of the partner" },
  requestsFromOneAddress: 2000,
  cpuLimit: 85,
  tasks: "Tasks",
};

const api = (change: ServiceChoices) => service("api", change);
const worker = (change: ServiceChoices) => service("worker", change);

function service(id: string, change: ServiceChoices) {
  return (before: ShopChoices): ShopChoices => ({
    ...before,
    services: { ...before.services, [id]: { ...before.services[id], ...change } },
  });
}

const route = (change: Partial<ServiceChoices["route"]>) => (before: ShopChoices) =>
  api({ route: { ...(before.services.api?.route ?? { health: { path: "/" } }), ...change } })(before);

const network = (change: Partial<ShopChoices["network"]>) => (before: ShopChoices) => ({
  ...before,
  network: { ...before.network, ...change },
});

const environment = (change: ShopChoices["environment"]) => (before: ShopChoices) => ({
  ...before,
  environment: { ...before.environment, ...change },
});

/** Without one entry. */
function without<T>(all: Readonly<Record<string, T>>, gone: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(all).filter(([id]) => id !== gone));
}

/** A service that does not say something any more. */
const leaving = (id: string, prop: keyof ServiceChoices) => (before: ShopChoices) => ({
  ...before,
  services: { ...before.services, [id]: without({ ...before.services[id] }, prop) },
});

/** A new revision of what a service runs, which the service changes to. */
const revision = (...services: readonly string[]) => ({
  replaced: services.map((service) => `aws_ecs_task_definition.${service}`),
  updated: services.map((service) => `aws_ecs_service.${service}`),
});

/** The listener changes to a certificate that is made and proven before the old one goes. */
const CERTIFICATE = {
  updated: ["aws_lb_listener.edge_https"],
  replaced: [
    "aws_acm_certificate.certificate",
    "aws_acm_certificate_validation.certificate",
    "aws_route53_record.certificate_proof_shop_example_com",
  ],
};

/** What a service has of its own. */
const WEB = [
  /^aws_(?:cloudwatch_log_group|ecs_task_definition|ecs_service|iam_role\w*|cloudwatch_metric_alarm)\.(?:monitoring_)?web/,
  "aws_lb_listener_rule.edge_https_web",
  "aws_lb_target_group.edge_web",
  "aws_vpc_security_group_egress_rule.edge_to_tasks_8080",
  "aws_vpc_security_group_ingress_rule.tasks_from_edge_8080",
];

/** Gateways beyond the first, in three zones. */
const NAT = [/^aws_eip\.network_nat_address_[bc]$/, /^aws_nat_gateway\.network_nat_[bc]$/];

const SIGNING = ["aws_secretsmanager_secret.signing", "aws_secretsmanager_secret_version.signing"];

const ZONE_C = [/^aws_(?:subnet|route|route_table|route_table_association)\.network_\w+_c$/];

/** What refuses to be deleted; the rest refuses it in Terraform alone. */
const PROTECTED = ["aws_lb.edge", "aws_s3_bucket.logs"];

/** What is changed on one day, where the changes of the days before are applied. */
export const DAYS: readonly (readonly Change<ShopChoices>[])[] = [
  [
    { what: "size", to: api({ size: { cpu: 512, memory: "1 GiB" } }), ...revision("api") },
    { what: "count", to: api({ count: 3 }), updated: ["aws_ecs_service.api"] },
    { what: "Spot mix", to: worker({ spot: { onDemandBase: 2 } }), updated: ["aws_ecs_service.worker"] },
    {
      what: "port",
      to: api({ port: 8001 }),
      ...revision("api"),
      created: [
        "aws_vpc_security_group_ingress_rule.tasks_from_edge_8001",
        "aws_vpc_security_group_egress_rule.edge_to_tasks_8001",
      ],
      deleted: [
        "aws_vpc_security_group_ingress_rule.tasks_from_edge_8000",
        "aws_vpc_security_group_egress_rule.edge_to_tasks_8000",
      ],
    },
    {
      what: "health path",
      to: route({ health: { path: "/api/health" } }),
      updated: ["aws_lb_target_group.edge_api"],
    },
    { what: "image", to: (before) => ({ ...before, release: "v1.0.1" }), ...revision("api", "worker") },
    { what: "a variable", to: api({ environment: { LOG_LEVEL: "INFO" } }), ...revision("api") },
    {
      what: "a secret",
      to: (before) => ({ ...before, secrets: { ...before.secrets, signing: "Signs sessions" } }),
      created: SIGNING,
      replaced: revision("api", "worker").replaced,
      updated: [
        ...revision("api", "worker").updated,
        "aws_iam_role_policy.api_execution",
        "aws_iam_role_policy.worker_execution",
      ],
    },
    {
      what: "a route",
      to: route({ paths: ["/api/*", "/ws/*"] }),
      updated: ["aws_lb_listener_rule.edge_https_api"],
    },
    {
      what: "a route more",
      to: api({ also: { admin: { hosts: ["admin.example.com"], priority: 90 } } }),
      created: ["aws_lb_listener_rule.edge_https_api_admin"],
    },
    {
      what: "a host",
      to: (before) => ({ ...before, hosts: [...before.hosts, "admin.example.com"] }),
      created: ["aws_route53_record.admin", "aws_route53_record.certificate_proof_admin_example_com"],
      ...CERTIFICATE,
    },
    {
      what: "a service more",
      to: service("web", {
        count: 1,
        image: IMAGE,
        port: 8080,
        route: { paths: ["/*"], priority: 200, health: { path: "/" } },
      }),
      created: WEB,
      updated: ["aws_cloudwatch_dashboard.monitoring"],
    },
    {
      what: "a zone more",
      to: network({ zones: ["a", "b", "c"] }),
      created: ZONE_C,
      updated: [
        "aws_ecs_service.api",
        "aws_ecs_service.worker",
        "aws_lb.edge",
        "aws_vpc_endpoint.network_s3",
      ],
    },
    {
      what: "a retention",
      to: network({ flowLogRetention: "90 days" }),
      updated: ["aws_cloudwatch_log_group.network_flow_logs"],
    },
    {
      what: "a threshold",
      to: (before) => ({ ...before, cpuLimit: 80 }),
      updated: [
        "aws_cloudwatch_dashboard.monitoring",
        "aws_cloudwatch_metric_alarm.monitoring_api_cpu_utilization",
        "aws_cloudwatch_metric_alarm.monitoring_worker_cpu_utilization",
      ],
    },
    { what: "a tag on everything", to: environment({ tags: { Team: "shop" } }), updated: [/^aws_/] },
    {
      what: "a description",
      to: (before) => ({
        ...before,
        tasks: "Tasks of the shop",
        secrets: { ...before.secrets, token: "Of the partner" },
      }),
      updated: ["aws_secretsmanager_secret.token", "aws_security_group.tasks"],
    },
    { what: "protection", to: environment({ protect: true }), updated: PROTECTED },
    {
      what: "deployment strategy",
      to: worker({ deployment: { kind: "stop-first" } }),
      updated: ["aws_ecs_service.worker"],
    },
    {
      what: "a limit of the firewall",
      to: (before) => ({ ...before, requestsFromOneAddress: 1000 }),
      updated: ["aws_wafv2_web_acl.waf"],
    },
    {
      what: "limits of scaling",
      to: worker({ scale: { min: 2, max: 8 } }),
      updated: ["aws_appautoscaling_target.worker"],
    },
    { what: "drain", to: route({ drain: "30 seconds" }), updated: ["aws_lb_target_group.edge_api"] },
  ],
  [
    {
      what: "NAT per zone",
      to: network({ nat: "per-zone" }),
      created: NAT,
      updated: [/^aws_route\.network_private_nat_[bc]$/],
    },
    {
      what: "a service less",
      to: (before) => ({ ...before, services: without(before.services, "web") }),
      updated: ["aws_cloudwatch_dashboard.monitoring"],
      deleted: WEB,
      removes: ["aws_ecs_service.web"],
    },
    { what: "protection off", to: environment({ protect: false }), updated: PROTECTED },
    { what: "no Spot", to: leaving("worker", "spot"), updated: ["aws_ecs_service.worker"] },
    {
      what: "deployment strategy back",
      to: worker({ deployment: { kind: "rolling", maximumPercent: 150 } }),
      updated: ["aws_ecs_service.worker"],
    },
    {
      what: "a secret less",
      to: (before) => ({ ...before, secrets: without(before.secrets, "signing") }),
      deleted: SIGNING,
      replaced: revision("api", "web", "worker").replaced,
      updated: [...revision("api", "web", "worker").updated, /^aws_iam_role_policy\.\w+_execution$/],
    },
    {
      what: "a host less",
      to: (before) => ({ ...before, hosts: ["shop.example.com"] }),
      deleted: ["aws_route53_record.admin", "aws_route53_record.certificate_proof_admin_example_com"],
      ...CERTIFICATE,
    },
    {
      what: "count left to the load",
      to: (before) => api({ scale: { min: 2, max: 6 } })(leaving("api", "count")(before)),
      created: ["aws_appautoscaling_policy.api_cpu", "aws_appautoscaling_target.api"],
    },
    {
      what: "a route less",
      to: leaving("api", "also"),
      deleted: ["aws_lb_listener_rule.edge_https_api_admin"],
    },
  ],
  // Gateways and subnets go when nobody is there any more.
  [
    {
      what: "one NAT",
      to: network({ nat: "single" }),
      updated: [/^aws_route\.network_private_nat_[bc]$/],
      deleted: NAT,
    },
    {
      what: "a zone less",
      to: network({ zones: ["a", "b"] }),
      updated: [/^aws_ecs_service\./, "aws_lb.edge", "aws_vpc_endpoint.network_s3"],
      deleted: [...ZONE_C, "aws_eip.network_nat_address_c", "aws_nat_gateway.network_nat_c"],
      removes: [/^aws_subnet\.network_\w+_c$/],
    },
  ],
];
