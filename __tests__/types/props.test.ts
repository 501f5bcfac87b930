import { expect, test } from "vitest";
import type { Deployment, ServiceProps } from "../../modules/compute";
import type { ReplicaProps } from "../../modules/database";
import type { LoadBalancerProps } from "../../modules/load-balancing";
import type { NetworkProps } from "../../modules/networking";
import type {
  Duration,
  Environment,
  FargateSize,
  Limit,
  LogRetention,
  PhysicalName,
  Size,
  Tier,
} from "../../src/core";
import { staging } from "../support/synth";

// Checked by `tsc`: a line below `@ts-expect-error` that does compile is an error there.
test("what cannot be does not compile", () => {
  const sizes: FargateSize[] = [
    { cpu: 256, memory: "512 MiB" },
    { cpu: 1024, memory: "2 GiB" },
    { cpu: 16384, memory: "120 GiB" },
    // @ts-expect-error one vCPU starts at 2 GiB
    { cpu: 1024, memory: "1 GiB" },
    // @ts-expect-error a quarter ends at 2 GiB
    { cpu: 256, memory: "4 GiB" },
    // @ts-expect-error there is no such size
    { cpu: 768, memory: "2 GiB" },
    // @ts-expect-error four vCPU come in steps of 2 GiB
    { cpu: 4096, memory: "9 GiB" },
  ];
  // @ts-expect-error a unit is missing
  const duration: Duration = "30";
  // @ts-expect-error no such unit
  const weeks: Duration = "2 weeks";
  // @ts-expect-error AWS means powers of 1024
  const size: Size = "10 GB";
  // @ts-expect-error CloudWatch does not keep logs for ten days
  const retention: LogRetention = "10 days";
  // @ts-expect-error tiers are three
  const tier: Tier = "prod";
  // @ts-expect-error NAT is per zone or single
  const nat: NetworkProps["nat"] = "none";
  // @ts-expect-error an environment has a tier
  const environment: Environment = { platform: staging.platform, name: "x", region: "us-east-1" };
  // @ts-expect-error what stops first has no percentages
  const deployment: Deployment = { kind: "stop-first", minimumHealthyPercent: 50 };
  // @ts-expect-error there are two architectures
  const architecture: ServiceProps["architecture"] = "x86";
  // @ts-expect-error a load balancer is public or internal
  const exposure: LoadBalancerProps["exposure"] = "private";
  // @ts-expect-error somebody is told how grave it is
  const grave: Limit = { above: 1, for: "5 minutes", impact: "slow", action: "look" };
  // @ts-expect-error a limit is above or below
  const limit: Limit = { for: "5 minutes", severity: "warning", impact: "slow", action: "look" };
  // @ts-expect-error an exact name is a text
  const name: PhysicalName = { exact: true };
  // @ts-expect-error a replica has no storage of its own
  const replica: ReplicaProps = { storage: { initial: "20 GiB", max: "40 GiB" } };
  expect([
    sizes,
    duration,
    weeks,
    size,
    retention,
    tier,
    nat,
    environment,
    deployment,
    architecture,
    exposure,
    grave,
    limit,
    name,
    replica,
  ]).toHaveLength(15);
});
