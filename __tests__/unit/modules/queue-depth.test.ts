import { describe, expect, test } from "vitest";
import { QUEUE_DEPTH_PROGRAM, QueueDepth } from "../../../modules/compute";
import { SecurityGroup } from "../../../modules/networking";
import { existingSecret } from "../../../modules/security";
import { clusterParts } from "../../support/parts";
import { container } from "../../support/service";
import { synthesize } from "../../support/synth";

const TOKEN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:cache-AbCdEf";

describe("the depth of queues", () => {
  const depths: QueueDepth[] = [];
  const built = synthesize((stack) => {
    const { network, cluster } = clusterParts(stack);
    const securityGroup = new SecurityGroup(stack, "cache", { network, description: "Cache" });
    const token = existingSecret(TOKEN, { field: "token" });
    const cache = { host: "cache.example.com", port: 6379, securityGroup, token };
    depths.push(new QueueDepth(stack, "depth", { cluster, cache, queues: ["high", 'lo"w'] }));
    const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/python:3.13";
    const more = { every: "10 seconds", name: "mails", image } as const;
    depths.push(new QueueDepth(stack, "mail-depth", { cluster, cache, queues: ["mails"], ...more }));
  });

  test("is measured by one small task that has Python alone, and the token as a secret", () => {
    expect(container(built, "depth")).toMatchObject({
      image: expect.stringMatching(/^public\.ecr\.aws\/docker\/library\/python:3\.13\.\d+-slim-\w+$/),
      entryPoint: ["python", "-c"],
      user: "nobody",
      readonlyRootFilesystem: true,
      environment: [
        { name: "CACHE_HOST", value: "cache.example.com" },
        { name: "CACHE_PORT", value: "6379" },
        { name: "INTERVAL", value: "60" },
        { name: "QUEUES", value: '["high","lo\\"w"]' },
      ],
      secrets: [{ name: "CACHE_TOKEN", valueFrom: `${TOKEN}:token::` }],
    });
    expect(container(built, "depth")?.command).toEqual([QUEUE_DEPTH_PROGRAM]);
    expect(built.resource("aws_ecs_service", "depth")).toMatchObject({
      desired_count: 1,
      deployment_maximum_percent: 100,
    });
    expect(built.resources("aws_vpc_security_group_ingress_rule").cache_from_depth_6379).toBeDefined();
  });

  test("becomes a metric in a namespace of its own", () => {
    expect(built.resource("aws_cloudwatch_log_metric_filter", "depth")).toEqual({
      name: "shop-test-depth",
      log_group_name: "${aws_cloudwatch_log_group.depth.name}",
      pattern: "{ $.total >= 0 }",
      metric_transformation: { namespace: "shop-test/depth", name: "Depth", value: "$.total", unit: "Count" },
    });
    expect(depths[0]?.metrics.depth).toEqual({
      namespace: "shop-test/depth",
      name: "Depth",
      dimensions: {},
      statistic: "Average",
      unit: "Count",
      region: "eu-west-1",
    });
  });

  test("can be measured several times, as often and with what image one likes", () => {
    expect(container(built, "mail_depth")).toMatchObject({
      image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/python:3.13",
      environment: expect.arrayContaining([{ name: "INTERVAL", value: "10" }]),
    });
    expect(built.resource("aws_ecs_service", "mail_depth").name).toBe("shop-test-mails");
    expect(depths[1]?.metrics.depth).toMatchObject({ namespace: "shop-test/mails" });
  });

  test("is too much from 500 on, and silence is no good sign", () => {
    expect(depths[0]?.recommended.depth).toMatchObject([
      { above: 500, for: "10 minutes", severity: "warning", missing: "breaching", name: "depth" },
      { above: 1000, for: "10 minutes", severity: "critical", missing: "breaching", name: "depth-critical" },
    ]);
  });
});
