import { Registry } from "../../modules/compute";
import { EncryptionKey } from "../../modules/security";
import { StateStore } from "../../modules/state";
import { type Environment, PlatformStack } from "../../src/core";
import { type Landform, Output } from "../../src/engine";
import { RECOVERY_REGION, takeoff } from "./takeoff";

/** Losing either would stop every environment: both are protected as production is. */
const shared = {
  platform: takeoff,
  tier: "production",
  region: "us-east-1",
} as const satisfies Partial<Environment>;

/** Keeps the state of all stacks, its own included. */
export function state(app: Landform): PlatformStack {
  const stack = new PlatformStack(app, { ...shared, name: "state" });
  new StateStore(stack, "state", { copyIn: RECOVERY_REGION });
  return stack;
}

/**
 * Images, one repository a component (001-087, 001-164). What staging has tried is what production runs, but for the
 * frontend: the address of its API is built into it, so that each environment has images of its own (Z-66).
 */
export function registry(app: Landform): PlatformStack {
  const stack = new PlatformStack(app, { ...shared, name: "registry" });
  const key = new EncryptionKey(stack, "key", { description: "Images of takeoff" });
  for (const component of ["api", "worker", "frontend"]) {
    const { resource } = new Registry(stack, component, {
      name: { exact: `takeoff-${component}` },
      key,
      // Staging is deployed on every merge (001-202): its images must not push out those that production runs.
      keepTagged: { v: 50 },
    });
    new Output(stack, `${component}_repository_url`, resource.repositoryUrl, {
      description: `Where images of ${component} are pushed`,
    });
  }
  return stack;
}
