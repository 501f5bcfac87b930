import type { IConstruct } from "constructs";
import { checkNumber } from "../../src/core";
import { report } from "../../src/engine";

/**
 * How many tasks run on demand before, and beside, those on spare capacity. Both architectures run on Fargate Spot.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
 */
export interface CapacityMix {
  /** Tasks that are always on demand, 1 to 100000: what keeps working while AWS takes Spot capacity back. */
  readonly onDemandBase: number;
  /** Of the tasks beyond the base, parts on Spot to parts on demand, each 0 to 1000. @default { spot: 1, onDemand: 0 } - all on Spot */
  readonly weights?: { readonly spot: number; readonly onDemand: number };
}

/** Capacity providers of a service; without a mix all tasks are on demand. */
export function capacityStrategy(construct: IConstruct, mix: CapacityMix | undefined) {
  if (!mix) return [{ capacityProvider: "FARGATE", base: 1, weight: 100 }];
  const { spot, onDemand } = mix.weights ?? { spot: 1, onDemand: 0 };
  checkNumber(construct, "spot.onDemandBase", mix.onDemandBase, { min: 1, max: 100_000, unit: "tasks" });
  checkNumber(construct, "spot.weights.spot", spot, { min: 0, max: 1000 });
  checkNumber(construct, "spot.weights.onDemand", onDemand, { min: 0, max: 1000 });
  if (spot === 0 && onDemand === 0) {
    report(construct, {
      prop: "spot.weights",
      value: mix.weights,
      allowed: "at least one weight above 0: no task beyond the base would start otherwise",
      fix: "write for example { spot: 1, onDemand: 0 }",
    });
  }
  return [
    { capacityProvider: "FARGATE", base: mix.onDemandBase, weight: onDemand },
    { capacityProvider: "FARGATE_SPOT", base: 0, weight: spot },
  ];
}
