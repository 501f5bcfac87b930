import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emulatorEnv } from "../../src/cli/emulator";
import type { Place } from "../../src/cli/selection";
import type { StackInfo } from "../../src/cli/stacks";
import { verify } from "../../src/cli/verify";
import type { Config } from "../../src/export";
import { writeHcl } from "../support/hcl";
import { type Bench, benchOfEverything } from "../support/terraform";

let place: Bench;
let stacks: StackInfo[];

beforeAll(async () => {
  [place, stacks] = await benchOfEverything();
});
afterAll(() => place.close());

/** Exports a stack, whose configuration may be changed before, and compares the plans. @returns what differs */
async function compare(name: string, change: (config: Config) => Config = (config) => config) {
  const stack = stacks.find((one) => one.name === name) as StackInfo;
  const folder = path.join(place.folder, "hcl", name);
  writeHcl(stack, folder, change);
  const emulator: Place = {
    env: emulatorEnv(place.emulator),
    work: place.folder,
    variables: ({ variables }) => Object.fromEntries(variables.map((one) => [one.name, one.example])),
    holds: () => undefined,
  };
  return (await verify(stack, folder, { given: {}, stacks, place: emulator })).differences;
}

test.concurrent.each(["takeoff-state", "takeoff-registry", "takeoff-staging", "takeoff-production"])(
  "%s plans the same as HCL",
  async (name) => expect(await compare(name)).toEqual([]),
);

test("every stack is tested here", () => expect(stacks).toHaveLength(4));

test("variables are checked by the HCL as by the JSON, which no plan shows", async () => {
  const staging = stacks.find(({ name }) => name === "takeoff-staging") as StackInfo;
  const hcl = { ...staging, directory: path.join(place.folder, "checked"), variables: [] };
  // Only what is checked: a plan of the rest would say nothing more.
  writeHcl(staging, hcl.directory, ({ terraform, variable }) => ({ terraform, variable }));
  await place.init(hcl);
  const wrong = staging.variables.map(({ name }) => `-var=${name}=wrong`);
  const { code, output } = await place.run(hcl, "plan", ...wrong);
  expect(code).toBe(1);
  const text = output.replaceAll(/[\s│]+/g, " ");
  expect(text.match(/Invalid value for variable/g)).toHaveLength(staging.variables.length);
  for (const message of [
    "never latest",
    "Must be an e-mail address.",
    "Must be the ARN of a certificate in ACM.",
  ])
    expect(text).toContain(message);
});

test("what differs is shown by address and path", async () => {
  const differences = await compare("takeoff-registry", (config) => {
    const resource = structuredClone(config.resource) as Record<string, Record<string, object>>;
    Object.assign(resource.aws_ecr_repository?.api ?? {}, {
      image_tag_mutability: "MUTABLE",
      depends_on: ["aws_kms_alias.key"],
    });
    return { ...config, resource };
  });
  expect(differences).toContain(
    '  aws_ecr_repository.api: change.after.image_tag_mutability\n    JSON: "IMMUTABLE"\n    HCL:  "MUTABLE"',
  );
  expect(differences).toContain(
    '  aws_ecr_repository.api (configuration): depends_on\n    JSON: nothing\n    HCL:  ["aws_kms_alias.key"]',
  );
});
