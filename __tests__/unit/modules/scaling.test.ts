import { describe, expect, test } from "vitest";
import { Redis } from "../../../modules/cache";
import { QueueDepth, Service } from "../../../modules/compute";
import { clusterParts } from "../../support/parts";
import { build, image, size } from "../../support/service";
import { synthesize } from "../../support/synth";

describe("scaling", () => {
  const { resource } = build({
    count: {
      min: 3,
      max: 10,
      cpu: 70,
      memory: 80,
      schedule: [{ id: "night", schedule: "cron(0 20 ? * * *)", timezone: "Europe/Paris", min: 1, max: 2 }],
    },
  });

  test("moves between limits, and Terraform leaves the count alone", () => {
    expect(resource("aws_appautoscaling_target")).toEqual({
      min_capacity: 3,
      max_capacity: 10,
      resource_id: "service/${aws_ecs_cluster.cluster.name}/${aws_ecs_service.api.name}",
      scalable_dimension: "ecs:service:DesiredCount",
      service_namespace: "ecs",
    });
    expect(resource("aws_ecs_service")).toMatchObject({
      desired_count: 3,
      lifecycle: { ignore_changes: ["desired_count"] },
    });
  });

  test("tracks cpu and memory, fast out and slow in", () => {
    expect(resource("aws_appautoscaling_policy", "api_cpu_scaling")).toMatchObject({
      name: "api-cpu-scaling",
      policy_type: "TargetTrackingScaling",
      target_tracking_scaling_policy_configuration: {
        target_value: 70,
        scale_in_cooldown: 300,
        scale_out_cooldown: 60,
        predefined_metric_specification: { predefined_metric_type: "ECSServiceAverageCPUUtilization" },
      },
    });
    expect(resource("aws_appautoscaling_policy", "api_memory_scaling")).toMatchObject({
      name: "api-memory-scaling",
      target_tracking_scaling_policy_configuration: { target_value: 80 },
    });
  });

  test("changes limits by the clock", () => {
    expect(resource("aws_appautoscaling_scheduled_action")).toMatchObject({
      name: "api-night",
      schedule: "cron(0 20 ? * * *)",
      timezone: "Europe/Paris",
      scalable_target_action: { min_capacity: "1", max_capacity: "2" },
    });
  });

  test("follows a queue whose length one small task measures", () => {
    const scaled = synthesize((stack) => {
      const { key, network, cluster, securityGroup } = clusterParts(stack);
      const cache = new Redis(stack, "cache", {
        network,
        key,
        nodeType: "cache.t4g.small",
        nodes: 1,
        evictionPolicy: "noeviction",
      });
      const queue = new QueueDepth(stack, "queue", { cluster, securityGroup, cache, image, queue: "celery" });
      const count = { min: 1, max: 4, queue: { depth: queue.depth, target: 100 } };
      new Service(stack, "worker", { cluster, securityGroup, image, size, count });
    });
    expect(
      scaled.resource("aws_appautoscaling_policy").target_tracking_scaling_policy_configuration,
    ).toMatchObject({
      target_value: 100,
      customized_metric_specification: {
        namespace: "shop-test",
        metric_name: "QueueDepth",
        statistic: "Average",
        dimensions: [{ name: "Queue", value: "celery" }],
      },
    });
    expect(scaled.resource("aws_cloudwatch_log_metric_filter")).toEqual({
      name: "shop-test-queue-depth",
      log_group_name: "${aws_cloudwatch_log_group.queue.name}",
      pattern: '{ $.queue = "celery" }',
      metric_transformation: {
        namespace: "shop-test",
        name: "QueueDepth",
        value: "$.depth",
        dimensions: { Queue: "$.queue" },
      },
    });
    const definition = scaled.resource("aws_ecs_task_definition", "queue").container_definitions;
    const [measuring] = JSON.parse(String(definition)) as [{ command: string[]; secrets: unknown[] }];
    expect(measuring.command.at(-1)).toContain('client.llen("celery")');
    expect(measuring.secrets).toEqual([
      { name: "REDIS_URL", valueFrom: "${aws_secretsmanager_secret.cache_url.arn}:url::" },
    ]);
    expect(scaled.resources("aws_vpc_security_group_ingress_rule").cache_from_tasks_6379).toBeDefined();
  });
});
