import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { staging } from "../../environments/takeoff/staging";
import { emulatorEnv } from "../../src/cli/emulator";
import { providerEnv } from "../../src/cli/providers";
import { examplesOf, type StackInfo } from "../../src/cli/stacks";
import { exampleArgs } from "../../src/cli/variables";
import { interrupted } from "../support/cli";
import { rightsProblems } from "../support/rights/rights";
import { takeoffRights } from "../support/rights/takeoff";
import { type Bench, bench, idOf, succeeded, TAKEOFF_STATE } from "../support/terraform";

let place: Bench;
let stack: StackInfo;

beforeAll(async () => {
  place = await bench(TAKEOFF_STATE);
  [stack] = place.write(staging) as [StackInfo];
  await place.init(stack);
});
afterAll(() => place.close());

test("an apply that is interrupted saves its state and releases its lock", async () => {
  const variables = exampleArgs(examplesOf(stack));
  const args = ["apply", "-auto-approve", "-no-color", ...variables];
  const { code, output } = await interrupted(process.env.TERRAFORM_BINARY_NAME ?? "terraform", args, {
    cwd: stack.directory,
    env: { ...process.env, ...(await providerEnv()), ...emulatorEnv(place.emulator) } as NodeJS.ProcessEnv,
    moment: "Creation complete",
    pauseMs: 3000,
  });
  expect(code, output).not.toBe(0);
  expect(output).toContain("Interrupt received");

  const kept = succeeded(await place.read(stack, "state", "list"))
    .trim()
    .split("\n");
  expect(kept.length).toBeGreaterThan(5);
  // A lock that stayed would refuse this.
  succeeded(await place.run(stack, "plan", "-lock-timeout=0s"));
});

test("the next apply finishes it, and nobody else gets in meanwhile", async () => {
  const finishing = place.run(stack, "apply", "-auto-approve");
  await sleep(25_000);
  const refused = await place.run(stack, "apply", "-auto-approve");
  expect(refused.code).toBe(1);
  expect(refused.output).toContain("Error acquiring the state lock");
  succeeded(await finishing);
});

test("a second plan is empty", async () => {
  const { code, output } = await place.run(stack, "plan", "-detailed-exitcode");
  expect(code, output).toBe(0);
});

test("everybody may do what their program does, and nothing else", async () => {
  const rights = takeoffRights("staging", await idOf(place, stack, "aws_vpc_endpoint.network_s3"));
  expect(await rightsProblems(place.emulator, rights)).toEqual([]);
});

test("the state is in the bucket, with no password of the database in it", async () => {
  const state = succeeded(await place.read(stack, "state", "pull"));
  const { resources } = JSON.parse(state) as {
    resources: { type: string; instances: { attributes: Record<string, unknown> }[] }[];
  };
  const all = (wanted: string) =>
    resources.filter(({ type }) => type === wanted).flatMap(({ instances }) => instances);
  expect(all("aws_db_instance").map(({ attributes }) => attributes)).toMatchObject([
    { identifier: "takeoff-staging", password: null, password_wo: null },
  ]);
  const versions = all("aws_secretsmanager_secret_version").filter(
    ({ attributes }) => attributes.has_secret_string_wo,
  );
  expect(versions).toHaveLength(2);
  for (const { attributes } of versions)
    expect(attributes).toMatchObject({ secret_string: "", secret_string_wo: null });
});

test("destroy leaves nothing", async () => {
  succeeded(await place.run(stack, "destroy", "-auto-approve"));
  expect(succeeded(await place.read(stack, "state", "list")).trim()).toBe("");
});
