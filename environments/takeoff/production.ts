import type { Environment } from "../../src/core";
import type { Landform } from "../../src/engine";
import { Takeoff, type TakeoffChoices } from "./platform";
import { DOMAIN, RECOVERY_REGION, takeoff } from "./takeoff";

export const environment: Environment = {
  platform: takeoff,
  name: "production",
  tier: "production",
  region: "us-east-1",
};

/** What customers use. Sizes: 001-145, 001-160 to 001-164. */
export const choices: TakeoffChoices = {
  hosts: { app: `app.${DOMAIN}`, api: `api.${DOMAIN}` },
  // As the document says (001-153); staging's limit bears its load test (Z-63).
  rateLimit: 2000,
  cidr: "10.0.0.0/16",
  zones: ["a", "b", "c"],
  nat: "per-zone",
  database: {
    instanceClass: "db.r6g.large",
    storage: { initial: "200 GiB", max: "1000 GiB" },
    replicas: { replica: {} },
  },
  recoveryRegion: RECOVERY_REGION,
  cache: { nodeType: "cache.r6g.large", nodes: 2 },
  api: { size: { cpu: 1024, memory: "2 GiB" }, limits: { min: 3, max: 10 } },
  worker: {
    size: { cpu: 2048, memory: "4 GiB" },
    limits: { min: 5, max: 20 },
    spot: { onDemandBase: 1, weights: { spot: 100, onDemand: 0 } },
  },
  // Static files from nginx: two tasks survive the loss of a zone, and neither is ever busy.
  frontend: { size: { cpu: 256, memory: "512 MiB" }, count: 2 },
};

export const production = (app: Landform) => new Takeoff(app, environment, choices);
