import { describe, expect, test } from "vitest";
import { Namespace, Service } from "../../../modules/compute";
import type { ITarget } from "../../../modules/load-balancing";
import { SecurityGroup } from "../../../modules/networking";
import { Secret } from "../../../modules/security";
import { clusterParts } from "../../support/parts";
import { build, type Change, image, size } from "../../support/service";
import { statements, synthesize } from "../../support/synth";

describe("a service", () => {
  const built = build();

  test("runs in private subnets, rolls back what does not start, and waits for capacity and rights", () => {
    expect(built.resource("aws_ecs_service")).toEqual({
      name: "shop-test-api",
      cluster: "${aws_ecs_cluster.cluster.arn}",
      task_definition: "${aws_ecs_task_definition.api.arn}",
      desired_count: 2,
      capacity_provider_strategy: [{ capacity_provider: "FARGATE", base: 1, weight: 100 }],
      force_new_deployment: true,
      platform_version: "LATEST",
      network_configuration: {
        subnets: ["${aws_subnet.network_private_a.id}", "${aws_subnet.network_private_b.id}"],
        security_groups: ["${aws_security_group.tasks.id}"],
        assign_public_ip: false,
      },
      deployment_circuit_breaker: { enable: true, rollback: true },
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      enable_execute_command: false,
      enable_ecs_managed_tags: true,
      propagate_tags: "SERVICE",
      depends_on: [
        "aws_ecs_cluster_capacity_providers.cluster",
        "aws_route_table_association.network_private_association_a",
        "aws_route_table_association.network_private_association_b",
        "aws_vpc_endpoint.network_s3",
        "aws_iam_role_policy_attachment.api_execution_AmazonECSTaskExecutionRolePolicy",
      ],
    });
  });

  test("has a group of its own unless one is given, and may fetch images with it", () => {
    const own = synthesize((stack) => {
      const { cluster } = clusterParts(stack);
      new Service(stack, "api", { cluster, image, size, count: 1 });
    });
    expect(own.resource("aws_security_group", "api")).toMatchObject({
      name: "shop-test-api",
      tags: { Description: "Tasks of api" },
    });
    expect(own.resource("aws_vpc_security_group_egress_rule", "api_to_anywhere_443")).toEqual({
      security_group_id: "${aws_security_group.api.id}",
      description: "HTTPS, through NAT where the subnet is private",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
      cidr_ipv4: "0.0.0.0/0",
    });
    expect(own.resource("aws_ecs_service").depends_on).toContain(
      "aws_vpc_security_group_egress_rule.api_to_anywhere_443",
    );
    expect(built.resources("aws_security_group").api).toBeUndefined();
  });

  test("has one name everywhere, and several fit beside each other", () => {
    const named = build({ name: "web" }, (_, { stack, cluster }) => {
      new Service(stack, "second", { cluster, image, size, count: 1 });
    });
    expect(named.resource("aws_ecs_service", "api").name).toBe("shop-test-web");
    expect(named.resource("aws_ecs_task_definition", "api").family).toBe("shop-test-web");
    expect(named.resource("aws_cloudwatch_log_group", "api").name).toBe("/ecs/shop-test/web");
    expect(named.resource("aws_iam_role", "api_execution").name).toBe("shop-test-web-execution");
    expect(named.resource("aws_ecs_service", "second").name).toBe("shop-test-second");
  });

  test("takes an exact name as it is", () => {
    const exact = build({ name: { exact: "legacy" } });
    expect(exact.resource("aws_ecs_service").name).toBe("legacy");
    expect(exact.resource("aws_ecs_task_definition").family).toBe("legacy");
    expect(exact.resource("aws_iam_role", "api_task").name).toBe("legacy-task");
  });

  test("runs partly on Spot, with the weights as they are given", () => {
    const strategy = (spot: { onDemandBase: number; weights?: { spot: number; onDemand: number } }) =>
      build({ spot }).resource("aws_ecs_service").capacity_provider_strategy;
    expect(strategy({ onDemandBase: 1 })).toEqual([
      { capacity_provider: "FARGATE", base: 1, weight: 0 },
      { capacity_provider: "FARGATE_SPOT", base: 0, weight: 1 },
    ]);
    expect(strategy({ onDemandBase: 2, weights: { spot: 3, onDemand: 1 } })).toEqual([
      { capacity_provider: "FARGATE", base: 2, weight: 1 },
      { capacity_provider: "FARGATE_SPOT", base: 0, weight: 3 },
    ]);
  });

  test("is replaced step by step, or stops first", () => {
    const rolling = { kind: "rolling", minimumHealthyPercent: 50, maximumPercent: 150 } as const;
    expect(build({ deployment: rolling }).resource("aws_ecs_service")).toMatchObject({
      deployment_minimum_healthy_percent: 50,
      deployment_maximum_percent: 150,
    });
    expect(build({ count: 1, deployment: { kind: "stop-first" } }).resource("aws_ecs_service")).toMatchObject(
      {
        desired_count: 1,
        deployment_minimum_healthy_percent: 0,
        deployment_maximum_percent: 100,
      },
    );
  });

  test("opens exec sessions with exactly the rights that takes, and waits for them", () => {
    const open = build({ exec: true });
    expect(open.resource("aws_ecs_service").enable_execute_command).toBe(true);
    expect(open.resource("aws_ecs_service").depends_on).toContain("aws_iam_role_policy.api_task");
    const rights = statements(open.resource("aws_iam_role_policy", "api_task").policy);
    expect(Object.keys(rights)).toEqual(["OpenExecSessions", "FindLogGroups", "WriteLogs", "DecryptWithKey"]);
    expect(rights.FindLogGroups).toMatchObject({ Action: "logs:DescribeLogGroups", Resource: "*" });
    expect(rights.WriteLogs?.Resource).toBe("${aws_cloudwatch_log_group.cluster_exec.arn}:*");
    expect(built.resources("aws_iam_role_policy").api_task).toBeUndefined();
  });

  test("waits once for each right its tasks are granted", () => {
    const granted = build({}, (service, { stack, key }) => {
      const given = { description: "", key };
      new Secret(stack, "one", given).grantRead(service);
      new Secret(stack, "two", given).grantRead(service);
    });
    expect(granted.resource("aws_ecs_service").depends_on).toEqual([
      "aws_ecs_cluster_capacity_providers.cluster",
      "aws_route_table_association.network_private_association_a",
      "aws_route_table_association.network_private_association_b",
      "aws_vpc_endpoint.network_s3",
      "aws_iam_role_policy_attachment.api_execution_AmazonECSTaskExecutionRolePolicy",
      "aws_iam_role_policy.api_task",
    ]);
  });

  test("is found by name in a private domain", () => {
    let host = "";
    const found = synthesize((stack) => {
      const { cluster, network } = clusterParts(stack);
      const namespace = new Namespace(stack, "internal", { network, domain: "shop.internal" });
      host = new Service(stack, "api", { cluster, image, size, count: 1, discovery: { namespace } }).host;
    });
    expect(host).toBe("api.shop.internal");
    expect(found.resource("aws_service_discovery_private_dns_namespace")).toEqual({
      name: "shop.internal",
      vpc: "${aws_vpc.network.id}",
    });
    expect(found.resource("aws_service_discovery_service")).toEqual({
      name: "api",
      dns_config: {
        namespace_id: "${aws_service_discovery_private_dns_namespace.internal.id}",
        routing_policy: "MULTIVALUE",
        dns_records: [{ type: "A", ttl: 10 }],
      },
      health_check_custom_config: { failure_threshold: 1 },
      force_destroy: true,
      lifecycle: { create_before_destroy: true },
    });
    expect(found.resource("aws_ecs_service").service_registries).toEqual({
      registry_arn: "${aws_service_discovery_service.api.arn}",
    });
  });

  test("gets requests on several ports, and waits for the rules that send them", () => {
    const behind = build(
      { port: 8000, ports: [9000], sidecars: [{ name: "proxy", image, port: 9901 }] },
      (service, { stack, network }) => {
        const rule = new SecurityGroup(stack, "rule", { network, description: "Stands for a rule" }).resource;
        service.attach("arn:main", [rule]);
        service.attach("arn:main", [rule]);
        service.target(9000).attach("arn:further", []);
        service.target(9901, "proxy").attach("arn:proxy", []);
      },
    ).resource("aws_ecs_service");
    expect(behind).toMatchObject({
      health_check_grace_period_seconds: 60,
      load_balancer: [
        { target_group_arn: "arn:main", container_name: "api", container_port: 8000 },
        { target_group_arn: "arn:further", container_name: "api", container_port: 9000 },
        { target_group_arn: "arn:proxy", container_name: "proxy", container_port: 9901 },
      ],
    });
    expect(behind.depends_on).toEqual(expect.arrayContaining(["aws_security_group.rule"]));
  });

  test("has targets with labels of their own, in the service's group", () => {
    let target: ITarget | undefined;
    build({ port: 8000, ports: [9000] }, (service) => {
      target = service.target(9000);
      expect(service).toMatchObject({ label: "api", container: "api", port: 8000 });
      expect(target.securityGroup).toBe(service.securityGroup);
    });
    expect(target).toMatchObject({ label: "api-9000", container: "api", port: 9000 });
  });

  test("connects to several peers at once", () => {
    const connected = build({}, (service, { stack, network }) => {
      const peer = (id: string, port: number) => ({
        port,
        securityGroup: new SecurityGroup(stack, id, { network, description: id }),
      });
      service.connectTo(peer("database", 5432), peer("cache", 6379));
    });
    const ways = Object.keys(connected.resources("aws_vpc_security_group_ingress_rule"));
    expect(ways).toEqual(["database_from_tasks_5432", "cache_from_tasks_6379"]);
  });
});

describe("metrics of a service", () => {
  const service = (change: Change, more?: (service: Service) => void) => {
    let found: Service | undefined;
    build(change, (made) => {
      found = made;
      more?.(made);
    });
    return found;
  };

  test("are of its cluster and name", () => {
    expect(service({})?.metrics).toMatchObject({
      cpuUtilization: { namespace: "AWS/ECS", name: "CPUUtilization", statistic: "Average", unit: "Percent" },
      memoryUtilization: { name: "MemoryUtilization" },
      runningTaskCount: { namespace: "ECS/ContainerInsights", statistic: "Minimum", region: "eu-west-1" },
    });
  });

  test("say when nothing runs, silence included, unless nothing has to", () => {
    expect(service({})?.recommended).toMatchObject({
      cpuUtilization: { above: 85, for: "15 minutes", severity: "warning" },
      memoryUtilization: { above: 85, for: "5 minutes", severity: "critical" },
      runningTaskCount: { below: 1, for: "2 minutes", missing: "breaching", severity: "critical" },
    });
    const scaled = (min: number) => (made: Service) => void made.autoScale({ min, max: 3 }).onCpu(70);
    expect(service({ count: 0 })?.recommended.runningTaskCount).toBeUndefined();
    expect(service({ count: "scaled" }, scaled(0))?.recommended.runningTaskCount).toBeUndefined();
    expect(service({ count: "scaled" }, scaled(1))?.recommended.runningTaskCount).toBeDefined();
  });
});
