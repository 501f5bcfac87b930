import { describe, expect, test } from "vitest";
import { program } from "../../../main";
import { Failure } from "../../../src/cli/failure";
import { select, stackInfos } from "../../../src/cli/stacks";
import { variableArgs } from "../../../src/cli/variables";
import { app } from "../../support/synth";

const infos = stackInfos(program(app().outdir));
const names = (words: readonly string[]) => select(infos, words).map(({ name }) => name);
const staging = infos.find(({ name }) => name === "takeoff-staging") as (typeof infos)[number];
const registry = infos.find(({ name }) => name === "takeoff-registry") as (typeof infos)[number];

describe("choosing stacks", () => {
  const all = ["takeoff-state", "takeoff-registry", "takeoff-staging", "takeoff-production"];
  test("none named: all", () => expect(names([])).toEqual(expect.arrayContaining(all)));
  test("by platform", () => expect(names(["takeoff"])).toEqual(all));
  test("by platform and environment", () =>
    expect(names(["takeoff", "staging"])).toEqual(["takeoff-staging"]));
  test("by name, several", () =>
    expect(names(["takeoff-state", "takeoff-staging"])).toEqual(["takeoff-state", "takeoff-staging"]));

  test.each([
    [["takeof"]],
    [["takeoff", "prod"]],
    [["takeoff-staging", "takeoff"]],
    [["takeoff", "staging", "more"]],
  ])("%j is refused, with what there is", (words) => {
    expect(() => names(words)).toThrow(Failure);
    expect(() => names(words)).toThrow(
      `no stack, platform or environment is called "${words.join(" ")}"\n  allowed: a stack (takeoff-state, takeoff-registry`,
    );
  });
});

describe("what a stack says of itself", () => {
  test("names, place and tier", () => {
    expect(staging).toMatchObject({
      name: "takeoff-staging",
      platform: "takeoff",
      environment: "staging",
      part: null,
      tier: "staging",
      region: "us-east-1",
      dependsOn: [],
    });
    expect(staging.directory).toMatch(/stacks\/takeoff-staging$/);
  });

  test("variables with examples that pass their own validation", () => {
    expect(staging.variables).toHaveLength(8);
    expect(staging.variables[1]).toEqual({
      name: "image_tag",
      type: "string",
      required: true,
      description: "Version to run: the tag of all images of a release",
      example: "v1.2.3",
      beforehand: "the images takeoff-api, takeoff-worker and takeoff-frontend with this tag, pushed",
    });
    expect(registry.variables).toEqual([]);
  });
});

describe("variables on the command line", () => {
  const both = [registry, staging];
  test("go to the stacks that declare them, after the examples, which they override", () => {
    expect(variableArgs({ var: ["image_tag=v2.0.0"] }, staging, both, { image_tag: "v1.2.3" })).toEqual([
      "-var=image_tag=v1.2.3",
      "-var=image_tag=v2.0.0",
    ]);
    expect(variableArgs({ var: ["image_tag=v2.0.0"] }, registry, both, {})).toEqual([]);
  });

  test("may hold equals signs; files come before single values", () => {
    expect(variableArgs({ var: ["image_tag=a=b"], varFile: ["x.tfvars"] }, staging, both, {})).toEqual([
      "-var-file=x.tfvars",
      "-var=image_tag=a=b",
    ]);
  });

  test("in the environment hide the example", () => {
    process.env.TF_VAR_image_tag = "v3.0.0";
    try {
      expect(variableArgs({}, staging, both, { image_tag: "v1.2.3" })).toEqual([]);
    } finally {
      delete process.env.TF_VAR_image_tag;
    }
  });

  test("that are none, or that nobody declares, are refused", () => {
    expect(() => variableArgs({ var: ["image_tag"] }, staging, both, {})).toThrow(
      '--var "image_tag"\n  allowed: name=value',
    );
    expect(() => variableArgs({ var: ["imagetag=1"] }, staging, both, {})).toThrow(
      "--var imagetag: none of the stacks declares it\n  allowed: ecr_registry, image_tag,",
    );
  });
});
