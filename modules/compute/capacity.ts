/** How many tasks run on demand before, and beside, those on spare capacity. */
export interface CapacityMix {
  /** Tasks that are always on demand: what keeps working while AWS takes Spot capacity back. At least 1 (S001-20). */
  readonly onDemandBase: number;
  /** Of the tasks beyond the base, parts on Spot to parts on demand. @default { spot: 1, onDemand: 0 } */
  readonly weights?: { readonly spot: number; readonly onDemand: number };
}

/** Capacity providers of a service; without a mix all tasks are on demand. */
export function capacityStrategy(mix: CapacityMix | undefined) {
  if (!mix) return [{ capacityProvider: "FARGATE", base: 1, weight: 100 }];
  const { spot, onDemand } = mix.weights ?? { spot: 1, onDemand: 0 };
  const total = spot + onDemand;
  return [
    { capacityProvider: "FARGATE", base: mix.onDemandBase, weight: Math.round((onDemand / total) * 100) },
    { capacityProvider: "FARGATE_SPOT", base: 0, weight: Math.round((spot / total) * 100) },
  ];
}
