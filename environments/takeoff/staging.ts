import type { Environment } from "../../src/core";
import type { Landform } from "../../src/engine";
import { Takeoff, type TakeoffChoices } from "./platform";
import { DOMAIN, takeoff } from "./takeoff";

export const environment: Environment = {
  platform: takeoff,
  name: "staging",
  tier: "staging",
  region: "us-east-1",
};

/**
 * Where releases are tried: the same parts as production, so that whatever breaks breaks here first, each in the
 * smallest size that still bears the load test of 100 users (001-151). The document gives no values (001-172).
 */
export const choices: TakeoffChoices = {
  hosts: { app: `staging.${DOMAIN}`, api: `api.staging.${DOMAIN}` },
  // The load test's 100 users come from one address (001-151): 100 requests a second, which is also what the document lets
  // one address send to the API (001-031). Production's 2000 would end the test within its first minute (Z-63).
  rateLimit: 30_000,
  // Beside production's range, so that both can be reached through one VPN or peering.
  cidr: "10.1.0.0/16",
  // Two zones are what load balancers and subnet groups need.
  zones: ["a", "b"],
  // A lost zone may stop a test; one gateway costs half of two.
  nat: "single",
  // Burstable, 4 GiB: 225 connections; the load test needs about 60 (two API tasks, four processes, pools of five, and workers).
  database: { instanceClass: "db.t4g.medium", storage: { initial: "50 GiB", max: "200 GiB" } },
  // One node: losing the queue of a test costs a rerun.
  cache: { nodeType: "cache.t4g.small", nodes: 1 },
  // Task sizes are production's: a memory limit is the thing a load test must meet. Only counts are lower.
  api: { size: { cpu: 1024, memory: "2 GiB" }, limits: { min: 1, max: 4 } },
  worker: {
    size: { cpu: 2048, memory: "4 GiB" },
    limits: { min: 1, max: 4 },
    spot: { onDemandBase: 1, weights: { spot: 100, onDemand: 0 } },
  },
  frontend: { size: { cpu: 256, memory: "512 MiB" }, count: 1 },
};

export const staging = (app: Landform) => new Takeoff(app, environment, choices);
