import { Registry } from "../../modules/compute";
import { EncryptionKey } from "../../modules/security";
import { StateStore } from "../../modules/state";
import { type Environment, PlatformStack } from "../../src/core";
import { type Landform, Output } from "../../src/engine";
import { takeoff } from "./takeoff";

/** Losing either would stop every environment: both are protected as production is. */
const shared = {
  platform: takeoff,
  tier: "production",
  region: "us-east-1",
} as const satisfies Partial<Environment>;

/** Keeps the state of all stacks, its own included. */
export function state(app: Landform): PlatformStack {
  const stack = new PlatformStack(app, { ...shared, name: "state" });
  new StateStore(stack, "state");
  return stack;
}

/** Images, one repository a component: what staging has tried is, bit for bit, what production runs (001-087, 001-164). */
export function registry(app: Landform): PlatformStack {
  const stack = new PlatformStack(app, { ...shared, name: "registry" });
  const key = new EncryptionKey(stack, "key", { description: "Images of takeoff" });
  for (const component of ["api", "worker", "frontend"]) {
    const { resource } = new Registry(stack, component, { name: { exact: `takeoff-${component}` }, key });
    new Output(stack, `${component}_repository_url`, resource.repositoryUrl, {
      description: `Where images of ${component} are pushed`,
    });
  }
  return stack;
}
