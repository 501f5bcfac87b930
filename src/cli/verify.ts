import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { comparePlans, type Difference, type Plan } from "../export";
import { progress } from "./progress";
import type { Place } from "./selection";
import type { StackInfo } from "./stacks";
import { init, mustTerraform } from "./terraform";
import { type Given, variableArgs } from "./variables";

/** How a stack is planned. */
export interface Circumstances {
  readonly given: Given;
  /** All stacks of the command: one variable may be for several of them. */
  readonly stacks: readonly StackInfo[];
  readonly place: Place;
}

/**
 * Has Terraform plan a stack twice against the same state, from its JSON and from its HCL, and compares what it says.
 * Both are planned in folders of their own that go afterwards; nothing is locked or changed.
 * @returns a line for each difference
 */
export async function verify(stack: StackInfo, hcl: string, how: Circumstances): Promise<string[]> {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "landform-verify-"));
  try {
    const copy = (name: string, from: string): StackInfo => {
      const directory = path.join(scratch, name);
      fs.cpSync(from, directory, {
        recursive: true,
        filter: (file) => !isTerraformsOwn(path.basename(file)),
      });
      return { ...stack, directory };
    };
    const json = await planOf(copy("json", stack.directory), how, "JSON");
    const differences = comparePlans(json, await planOf(copy("hcl", hcl), how, "HCL"));
    if (differences.length === 0)
      process.stdout.write(`${stack.name}: HCL and JSON plan the same, ${summary(json)}\n`);
    return differences.map(describe);
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

/** What earlier runs of Terraform left, which is big and not part of the configuration. */
function isTerraformsOwn(file: string): boolean {
  return file.startsWith(".terraform") || file.startsWith("terraform.tfstate");
}

async function planOf(
  stack: StackInfo,
  { given, stacks, place }: Circumstances,
  what: string,
): Promise<Plan> {
  const { env } = place;
  await init(stack, { env });
  const variables = variableArgs(given, stack, stacks, place.variables(stack));
  const args = ["plan", "-input=false", "-no-color", "-lock=false", "-out=plan", ...variables];
  await progress(`${stack.name}: terraform plan of ${what}`, mustTerraform(stack, args, { env }));
  return JSON.parse(await mustTerraform(stack, ["show", "-json", "plan"], { env }));
}

/** `195 to create, 2 to read`. */
function summary({ resource_changes = [] }: Plan): string {
  const counts = new Map<string, number>();
  for (const { change } of resource_changes as readonly { change: { actions: string[] } }[]) {
    const action = change.actions.join(" and ");
    counts.set(action, (counts.get(action) ?? 0) + 1);
  }
  return [...counts].map(([action, count]) => `${count} to ${action}`).join(", ") || "nothing to do";
}

function describe({ address, path, left, right }: Difference): string {
  const show = (value: unknown) => (value === undefined ? "nothing" : JSON.stringify(value));
  return `  ${address}: ${path || "as a whole"}\n    JSON: ${show(left)}\n    HCL:  ${show(right)}`;
}
