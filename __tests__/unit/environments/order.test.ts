import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/engine";
import { Graph } from "../../support/graph";
import { tooEarly } from "../../support/order";
import { app } from "../../support/synth";
import { stacks } from "../../support/takeoff";
import { Twice } from "../../support/twice";

const twice = app();
new Twice(twice);
const all = [
  ...[...stacks].map(([name, config]) => [name, new Graph(config)] as const),
  ...twice.resolveStacks().map(({ stack, config }) => [stack.node.id, new Graph(config)] as const),
];

describe("first apply", () => {
  test.each(all)("%s makes nothing before what it needs", (_, graph) => {
    expect(tooEarly(graph)).toEqual([]);
  });

  test("a service that waits for nothing would be noticed", () => {
    const config = structuredClone(stacks.get("takeoff-staging") ?? {});
    const services = (config.resource as Record<string, Record<string, Json>>).aws_ecs_service;
    delete services?.api?.depends_on;
    const early = tooEarly(new Graph(config)).filter((sentence) => sentence.includes("service.api "));
    for (const other of [
      "aws_ecs_cluster_capacity_providers.cluster",
      "aws_iam_role_policy.api_execution",
      "aws_iam_role_policy.api_task",
      "aws_iam_role_policy_attachment.api_execution_AmazonECSTaskExecutionRolePolicy",
      "aws_lambda_invocation.uploader_keys_first",
      "aws_lb_listener_rule.alb_https_api",
      "aws_nat_gateway.network_nat_a",
      "aws_route.network_public_internet",
      "aws_secretsmanager_secret_version.redis_connection",
      "aws_vpc_endpoint.network_s3",
      "aws_vpc_security_group_egress_rule.ecs_to_anywhere_443",
      "aws_vpc_security_group_ingress_rule.db_from_ecs_5432",
    ])
      expect(early).toContain(`aws_ecs_service.api before ${other}`);
  });
});
