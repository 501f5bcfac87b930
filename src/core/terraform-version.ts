import type { IConstruct } from "constructs";
import { report } from "../engine";
import { PlatformStack } from "./stack";

/**
 * Reports a platform that admits a Terraform older than a module needs: `terraformVersion` must begin at it or later.
 * @param minimum the oldest that will do, e.g. `1.11.0`
 * @param reason what needs it, as a phrase
 */
export function requireTerraform(construct: IConstruct, minimum: string, reason: string): void {
  const { terraformVersion } = PlatformStack.of(construct).environment.platform;
  if (!isOlder(oldestOf(terraformVersion), minimum)) return;
  report(construct, {
    prop: "environment.platform.terraformVersion",
    value: terraformVersion,
    allowed: `${minimum} or later, of Terraform or OpenTofu: ${reason}`,
    fix: `write ">= ${minimum}"`,
  });
}

/** The oldest version that a constraint such as `>= 1.5.0, < 2.0.0` admits. */
function oldestOf(constraint: string): string {
  const bounds = constraint
    .split(",")
    .flatMap((part) => /^\s*(?:=|>=?|~>)?\s*([\d.]+)/.exec(part)?.[1] ?? []);
  return bounds.reduce((oldest, bound) => (isOlder(oldest, bound) ? bound : oldest), "0");
}

function isOlder(version: string, other: string): boolean {
  const [left, right] = [version, other].map((text) => text.split(".").map(Number)) as [number[], number[]];
  const differing = [0, 1, 2].find((at) => (left[at] ?? 0) !== (right[at] ?? 0));
  return differing !== undefined && (left[differing] ?? 0) < (right[differing] ?? 0);
}
