import type { IConstruct } from "constructs";
import { checkNumber } from "../../src/core";
import { report } from "../../src/engine";

/** New tasks replace old ones step by step, both versions at the same time. */
export interface RollingDeployment {
  readonly kind: "rolling";
  /** Tasks that keep running meanwhile, in per cent of those wanted, 0 to 100; rounded up. @default 100 - never fewer than wanted */
  readonly minimumHealthyPercent?: number;
  /** Tasks that run at most meanwhile, in per cent of those wanted, 100 to 200; rounded down. @default 200 - all new ones at once */
  readonly maximumPercent?: number;
}

/** Each task stops before its successor starts. With one task, the program never runs twice: for schedulers. */
export interface StopFirstDeployment {
  readonly kind: "stop-first";
}

/** How a new version replaces the old one. */
export type Deployment = RollingDeployment | StopFirstDeployment;

/** Limits in per cent of the tasks wanted. */
interface Limits {
  readonly min: number;
  readonly max: number;
}

function limitsOf(deployment: Deployment | undefined): Limits {
  if (deployment?.kind === "stop-first") return { min: 0, max: 100 };
  return { min: deployment?.minimumHealthyPercent ?? 100, max: deployment?.maximumPercent ?? 200 };
}

/** What a service has for its deployments. A version that does not start is rolled back. */
export function deploymentOf(construct: IConstruct, deployment: Deployment | undefined) {
  const { min, max } = limitsOf(deployment);
  checkNumber(construct, "deployment.minimumHealthyPercent", min, { min: 0, max: 100, unit: "per cent" });
  checkNumber(construct, "deployment.maximumPercent", max, {
    min: 100,
    max: 200,
    unit: "per cent",
    fix: "write for example 200",
  });
  return {
    deploymentMinimumHealthyPercent: min,
    deploymentMaximumPercent: max,
    deploymentCircuitBreaker: { enable: true, rollback: true },
  };
}

/**
 * Reports limits that leave no room: neither a new task may start nor an old one stop.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 * @param tasks fewest tasks that are wanted
 */
export function checkRoom(construct: IConstruct, deployment: Deployment | undefined, tasks: number): void {
  const { min, max } = limitsOf(deployment);
  const canStop = Math.ceil((tasks * min) / 100) < tasks;
  const canStart = Math.floor((tasks * max) / 100) > tasks;
  if (tasks < 1 || canStop || canStart) return;
  report(construct, {
    prop: "deployment",
    value: deployment,
    allowed: `limits that let a task of ${tasks} start or stop`,
    fix: "raise maximumPercent or lower minimumHealthyPercent",
  });
}
