import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Takeoff } from "../../environments/takeoff/platform";
import { choices, environment, production } from "../../environments/takeoff/production";
import type { StackInfo } from "../../src/cli/stacks";
import { writeHcl } from "../support/hcl";
import { rightsProblems } from "../support/rights/rights";
import { takeoffRights } from "../support/rights/takeoff";
import { type Bench, bench, idOf, succeeded, TAKEOFF_STATE } from "../support/terraform";

let place: Bench;
let stack: StackInfo;

beforeAll(async () => {
  place = await bench(TAKEOFF_STATE);
  [stack] = place.write(production) as [StackInfo];
  await place.init(stack);
});
afterAll(() => place.close());

test("applies", async () => {
  expect(succeeded(await place.run(stack, "apply", "-auto-approve"))).toContain("Apply complete!");
});

test("a second plan is empty", async () => {
  const { code, output } = await place.run(stack, "plan", "-detailed-exitcode");
  expect(code, output).toBe(0);
});

test("everybody may do what their program does, and nothing else", async () => {
  const rights = takeoffRights("production", await idOf(place, stack, "aws_vpc_endpoint.network_s3"));
  expect(await rightsProblems(place.emulator, rights)).toEqual([]);
});

test("its HCL finds nothing to do either, and refuses to be destroyed as well", async () => {
  const hcl = { ...stack, directory: path.join(place.folder, "hcl") };
  writeHcl(stack, hcl.directory);
  await place.init(hcl);
  const { code, output } = await place.run(hcl, "plan", "-detailed-exitcode");
  expect(code, output).toBe(0);
  expect((await place.run(hcl, "destroy", "-auto-approve")).output).toContain("Instance cannot be destroyed");
});

test("destroying it is refused by its protections", async () => {
  const { code, output } = await place.run(stack, "destroy", "-auto-approve");
  expect(code).toBe(1);
  expect(output).toContain("Instance cannot be destroyed");
});

test("lifting them as documented, then destroying it, works", async () => {
  place.write((app) => new Takeoff(app, { ...environment, protect: false }, choices));
  const lifted = succeeded(await place.run(stack, "apply", "-auto-approve"));
  expect(lifted).toMatch(/0 added, \d+ changed, 0 destroyed/);
  succeeded(await place.run(stack, "destroy", "-auto-approve"));
});
