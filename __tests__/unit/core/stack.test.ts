import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { App } from "cdktf";
import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { type Environment, PlatformStack } from "../../../src/core";
import { type Json, Output } from "../../../src/engine";
import { app, platform, production, refusal, staging, synthesize } from "../../support/synth";

const provider = (environment: Environment) =>
  (synthesize(() => undefined, environment).config.provider as Record<string, Json[]>).aws?.[0];

describe("the provider", () => {
  test("tags everything once", () => {
    expect(
      provider({ ...staging, platform: { ...platform, tags: { Owner: "team" } }, tags: { Cost: "1" } }),
    ).toEqual({
      "//": { metadata: { path: "shop-test/@landform/aws", uniqueId: "aws" } },
      region: "eu-west-1",
      default_tags: [
        { tags: { Project: "shop", Environment: "test", ManagedBy: "terraform", Owner: "team", Cost: "1" } },
      ],
    });
  });

  test("stays in the account, and assumes the role, where they are given", () => {
    const role = "arn:aws:iam::123456789012:role/deploy";
    expect(provider({ ...staging, account: "123456789012", role })).toMatchObject({
      allowed_account_ids: ["123456789012"],
      assume_role: [{ role_arn: role }],
    });
  });
});

describe("the account's id", () => {
  test("is the environment's, where it has one", () => {
    const { config } = synthesize(
      (stack) => void new Output(stack, "id", stack.accountId, { description: "" }),
      {
        ...staging,
        account: "123456789012",
      },
    );
    expect(config.output).toMatchObject({ id: { value: "123456789012" } });
    expect(config.data).toBeUndefined();
  });

  test("is the caller's otherwise", () => {
    const { config } = synthesize(() => undefined);
    expect(config.data).toMatchObject({ aws_caller_identity: { current: {} } });
  });
});

describe("names and keys", () => {
  test("a stack is called after platform, environment and part", () => {
    const landform = app();
    expect(new PlatformStack(landform, staging).node.id).toBe("shop-test");
    expect(new PlatformStack(landform, staging, { part: "data" }).node.id).toBe("shop-test-data");
  });

  test("each part has a state of its own", () => {
    const landform = app();
    new PlatformStack(landform, staging, { part: "data" });
    const [stack] = landform.resolveStacks();
    expect(stack?.config.terraform).toMatchObject({
      backend: { s3: { key: "test/data/terraform.tfstate" } },
    });
  });
});

describe("protection", () => {
  const isProtected = (environment: Environment) => new PlatformStack(app(), environment).isProtected;
  test("is decided by tier, not by name", () => {
    expect(isProtected(production)).toBe(true);
    expect(isProtected({ ...production, name: "dev" })).toBe(true);
    expect(isProtected({ ...staging, name: "production" })).toBe(false);
  });
  test("can be lifted", () => expect(isProtected({ ...production, protect: false })).toBe(false));
});

describe("ids", () => {
  test("of what every stack has are free for a platform", () => {
    const { resources } = synthesize((stack) => {
      for (const id of ["aws", "backend", "current", "random", "terraform"])
        new SnsTopic(stack, id, { name: id });
      stack.useRandomProvider();
    });
    expect(Object.keys(resources("aws_sns_topic"))).toHaveLength(5);
  });

  test("that a stack has twice name the stack", () => {
    const landform = app();
    new PlatformStack(landform, staging);
    new PlatformStack(landform, staging);
    expect(refusal(() => landform.resolveStacks()).problems).toContainEqual({
      path: "shop-test",
      prop: "id",
      value: "shop-test",
      allowed: "an id that nothing else in the program has",
      fix: "give one of the two environments another name, or another part",
    });
  });
});

test("constructs outside a platform stack are told so", () => {
  const lost = new Construct(new App(), "lost");
  expect(() => PlatformStack.of(lost)).toThrow(
    "lost is not inside a PlatformStack: pass one, or a construct in one, as scope",
  );
});
