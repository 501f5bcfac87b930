import { describe, expect, test } from "vitest";
import type { Service } from "../../../modules/compute";
import { SecurityGroup } from "../../../modules/networking";
import type { Metric } from "../../../src/core";
import { build, type Given } from "../../support/service";

const scaled = (more: (service: Service, given: Given) => void) => build({ count: "scaled", port: 80 }, more);

const SERIES: Metric = {
  namespace: "shop/jobs",
  name: "Depth",
  dimensions: { Queue: "high" },
  statistic: "Average",
  unit: "Count",
  region: "eu-west-1",
};

describe("scaling", () => {
  const { resource } = scaled(
    (service) =>
      void service
        .autoScale({ min: 3, max: 10 })
        .onCpu(70)
        .onMemory(80)
        .onSchedule("night", { at: "cron(0 20 ? * * *)", timezone: "Europe/Paris", min: 1, max: 2 })
        .onSchedule("morning", { at: "cron(0 6 ? * * *)", min: 3, max: 10 }),
  );
  const policy = (name: string) => resource("aws_appautoscaling_policy", name);

  test("moves between limits, follows a service that is replaced, and Terraform leaves the count alone", () => {
    expect(resource("aws_appautoscaling_target")).toEqual({
      min_capacity: 3,
      max_capacity: 10,
      resource_id: "service/${aws_ecs_cluster.cluster.name}/${basename(aws_ecs_service.api.id)}",
      scalable_dimension: "ecs:service:DesiredCount",
      service_namespace: "ecs",
      // Limits that change by the clock are not set back by an apply.
      lifecycle: { ignore_changes: ["min_capacity", "max_capacity"] },
    });
    expect(resource("aws_ecs_service")).toMatchObject({
      desired_count: 3,
      lifecycle: { ignore_changes: ["desired_count"] },
    });
  });

  test("tracks cpu and memory, fast out and slow in", () => {
    expect(policy("api_cpu")).toEqual({
      name: "api-cpu-scaling",
      policy_type: "TargetTrackingScaling",
      resource_id: "${aws_appautoscaling_target.api.resource_id}",
      scalable_dimension: "${aws_appautoscaling_target.api.scalable_dimension}",
      service_namespace: "${aws_appautoscaling_target.api.service_namespace}",
      target_tracking_scaling_policy_configuration: {
        target_value: 70,
        scale_in_cooldown: 300,
        scale_out_cooldown: 60,
        predefined_metric_specification: { predefined_metric_type: "ECSServiceAverageCPUUtilization" },
      },
    });
    expect(policy("api_memory")).toMatchObject({
      name: "api-memory-scaling",
      target_tracking_scaling_policy_configuration: {
        target_value: 80,
        predefined_metric_specification: { predefined_metric_type: "ECSServiceAverageMemoryUtilization" },
      },
    });
  });

  test("changes limits by the clock", () => {
    expect(resource("aws_appautoscaling_scheduled_action", "api_night")).toMatchObject({
      name: "api-night",
      schedule: "cron(0 20 ? * * *)",
      timezone: "Europe/Paris",
      scalable_target_action: { min_capacity: "1", max_capacity: "2" },
    });
    expect(resource("aws_appautoscaling_scheduled_action", "api_morning").timezone).toBe("UTC");
  });

  test("has the pauses it is given", () => {
    const paused = scaled(
      (service) =>
        void service
          .autoScale({ min: 1, max: 2, scaleInCooldown: "10 minutes", scaleOutCooldown: "30 seconds" })
          .onCpu(50),
    );
    expect(paused.resource("aws_appautoscaling_policy")).toMatchObject({
      target_tracking_scaling_policy_configuration: { scale_in_cooldown: 600, scale_out_cooldown: 30 },
    });
  });

  test("counts the requests of a target group, once something forwards to it", () => {
    const built = scaled((service, { stack, network }) => {
      const rule = new SecurityGroup(stack, "rule", { network, description: "Stands for a rule" }).resource;
      const group = { arn: "arn:group", resourceLabel: "app/a/1/targetgroup/b/2", dependables: [rule] };
      service.attach(group.arn, group.dependables);
      service.autoScale({ min: 1, max: 2 }).onRequests(1000, group);
    });
    expect(built.resource("aws_appautoscaling_policy", "api_requests")).toMatchObject({
      name: "api-requests-scaling",
      depends_on: ["aws_security_group.rule"],
      target_tracking_scaling_policy_configuration: {
        target_value: 1000,
        predefined_metric_specification: {
          predefined_metric_type: "ALBRequestCountPerTarget",
          resource_label: "app/a/1/targetgroup/b/2",
        },
      },
    });
  });

  test("follows any metric, and a formula over several", () => {
    const { unit, region, ...series } = SERIES;
    const perTask: Metric = {
      expression: "depth / tasks",
      label: "depth per task",
      of: { depth: { ...series, statistic: "p90" }, tasks: { ...series, name: "Tasks", dimensions: {} } },
      unit,
      region,
    };
    const built = scaled(
      (service) =>
        void service.autoScale({ min: 1, max: 2 }).onMetric(SERIES, 100).onMetric(perTask, 10, "per-task"),
    );
    expect(built.resource("aws_appautoscaling_policy", "api_metric")).toMatchObject({
      name: "api-metric-scaling",
      target_tracking_scaling_policy_configuration: {
        target_value: 100,
        customized_metric_specification: {
          namespace: "shop/jobs",
          metric_name: "Depth",
          statistic: "Average",
          dimensions: [{ name: "Queue", value: "high" }],
        },
      },
    });
    expect(
      built.resource("aws_appautoscaling_policy", "api_per_task")
        .target_tracking_scaling_policy_configuration,
    ).toMatchObject({
      customized_metric_specification: {
        metrics: [
          {
            id: "depth",
            metric_stat: {
              metric: {
                namespace: "shop/jobs",
                metric_name: "Depth",
                dimensions: [{ name: "Queue", value: "high" }],
              },
              stat: "p90",
            },
            return_data: false,
          },
          {
            id: "tasks",
            metric_stat: { metric: { namespace: "shop/jobs", metric_name: "Tasks", dimensions: [] } },
            return_data: false,
          },
          { id: "result", expression: "depth / tasks", label: "depth per task", return_data: true },
        ],
      },
    });
  });
});
