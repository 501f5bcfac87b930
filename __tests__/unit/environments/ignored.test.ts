import { expect, test } from "vitest";
import type { Json } from "../../../src/engine";
import { stacks } from "../../support/takeoff";

/** What somebody else changes: autoscaling counts tasks, schedules set its limits, rotations move labels of secrets. */
const OWNED = ["desired_count", "max_capacity", "min_capacity", "version_stages"];

test("Terraform ignores what others change, and hides no replacement", () => {
  const ignored = [...stacks.values()].flatMap((config) =>
    Object.values((config.resource ?? {}) as Record<string, Record<string, Json>>).flatMap((named) =>
      Object.values(named).flatMap(
        ({ lifecycle }) => (lifecycle as { ignore_changes?: string[] } | undefined)?.ignore_changes ?? [],
      ),
    ),
  );
  expect(ignored.filter((attribute) => !OWNED.includes(attribute))).toEqual([]);
});
