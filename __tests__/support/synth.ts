import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Environment, type Platform, PlatformStack } from "../../src/core";
import { type Json, Landform, type Problem, ValidationError } from "../../src/engine";

/** A platform that is none of ours. */
export const platform: Platform = {
  name: "shop",
  terraformVersion: ">= 1.11.0",
  state: {
    bucket: "shop-state",
    table: "shop-locks",
    region: "eu-west-1",
    encryptionKey: "alias/shop-state",
  },
};

export const staging: Environment = { platform, name: "test", tier: "staging", region: "eu-west-1" };
export const production: Environment = { platform, name: "live", tier: "production", region: "eu-west-1" };

const folders: string[] = [];

/** Removes the folders of all apps so far; the setup file does it after every test file. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
}

/** An App that writes into a folder of its own, which goes when the tests end. */
export function app(): Landform {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), "landform-"));
  folders.push(outdir);
  return new Landform({ outdir });
}

/** What one stack becomes: resources, data sources and the rest, as Terraform reads them. */
export interface Synthesized {
  readonly config: Json;
  /** All resources of a type by name. */
  resources(type: string): Record<string, Json>;
  /** The one resource of a type. @throws Error when there are none or several */
  resource(type: string, name?: string): Json;
  /** Addresses of all resources, sorted. */
  readonly addresses: readonly string[];
}

/** Builds a stack and resolves it, with all checks. @throws ValidationError */
export function synthesize(
  build: (stack: PlatformStack) => void,
  environment: Environment = staging,
): Synthesized {
  const landform = app();
  const stack = new PlatformStack(landform, environment);
  build(stack);
  const config = landform.resolveStacks()[0]?.config ?? {};
  const byType = (config.resource ?? {}) as Record<string, Record<string, Json>>;
  // Where a resource came from is not what it is.
  for (const named of Object.values(byType)) for (const one of Object.values(named)) delete one["//"];
  const resources = (type: string) => byType[type] ?? {};
  return {
    config,
    resources,
    resource(type, name) {
      const found = Object.entries(resources(type)).filter(([key]) => name === undefined || key === name);
      const [only] = found;
      if (found.length !== 1 || !only)
        throw new Error(`${found.length} of ${type}: ${Object.keys(resources(type)).join(", ")}`);
      return only[1];
    },
    addresses: Object.entries(byType)
      .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`))
      .sort(),
  };
}

/** The problems that a program is refused with. @throws Error when it is not refused */
export function problems(
  build: (stack: PlatformStack) => void,
  environment: Environment = staging,
): readonly Problem[] {
  return refusal(() => synthesize(build, environment)).problems;
}

/** The refusal itself, for its text. */
export function refusal(work: () => unknown): ValidationError {
  try {
    work();
  } catch (error) {
    if (error instanceof ValidationError) return error;
    throw error;
  }
  throw new Error("expected a refusal, and nothing was refused");
}

/** An attribute that holds JSON text, as a value. */
export function parsed(text: unknown): Json {
  return JSON.parse(String(text)) as Json;
}

/** The statements of a policy by their sid. */
export function statements(text: unknown): Record<string, Json> {
  const list = parsed(text).Statement as Json[];
  return Object.fromEntries(list.map((statement) => [String(statement.Sid), statement]));
}
