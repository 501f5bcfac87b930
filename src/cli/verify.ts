import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { comparePlans, type Difference, type Plan } from "../export";
import { COMMAND } from "./binary";
import { progress } from "./progress";
import type { Place } from "./selection";
import { inTurn } from "./side-by-side";
import type { StackInfo } from "./stacks";
import { init, isTerraformsOwn, mustTerraform } from "./terraform";
import { type Given, variableArgs } from "./variables";

/** How a stack is planned. */
export interface Circumstances {
  readonly given: Given;
  /** All stacks of the command: one variable may be for several of them. */
  readonly stacks: readonly StackInfo[];
  readonly place: Place;
}

/** How the plans of HCL and JSON compare. */
export interface Verified {
  /** A line for each. */
  readonly differences: readonly string[];
  /** What the plan of the JSON does, e.g. `195 to create, 2 to read`. */
  readonly summary: string;
}

/**
 * Has Terraform plan a stack twice against the same state, from its JSON and from its HCL, and compares what it says.
 * Both are planned in folders of their own that go afterwards; nothing is locked or changed.
 */
export async function verify(stack: StackInfo, hcl: string, how: Circumstances): Promise<Verified> {
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
    // Both to their end, before their folders go.
    const plans = await Promise.allSettled([
      inTurn(() => planOf(copy("json", stack.directory), how, "JSON")),
      inTurn(() => planOf(copy("hcl", hcl), how, "HCL")),
    ]);
    const [left, right] = plans;
    if (left.status === "rejected") throw left.reason;
    if (right.status === "rejected") throw right.reason;
    return { differences: comparePlans(left.value, right.value).map(describe), summary: summary(left.value) };
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
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
  await progress(`${stack.name}: ${COMMAND} plan of ${what}`, mustTerraform(stack, args, { env }));
  return JSON.parse(await mustTerraform(stack, ["show", "-json", "plan"], { env }));
}

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
