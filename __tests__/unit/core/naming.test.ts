import { Construct } from "constructs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactName, maxNameLength, NAME_KINDS, nameFor, PlatformStack, shorten } from "../../../src/core";
import { app, platform, problems, production, refusal, staging, synthesize } from "../../support/synth";

const kinds = fc.constantFrom(...NAME_KINDS);
const words = fc.stringMatching(/^[a-z][a-z0-9-]{0,120}[a-z0-9]$/);

describe("shorten", () => {
  test("fits every kind, and is stable", () => {
    fc.assert(
      fc.property(kinds, words, (kind, name) => {
        const short = shorten(kind, name);
        expect(short.length).toBeLessThanOrEqual(maxNameLength(kind));
        expect(shorten(kind, name)).toBe(short);
        expect(shorten(kind, short)).toBe(short);
        if (name.length <= maxNameLength(kind)) expect(short).toBe(name);
      }),
    );
  });

  test("different names stay different", () => {
    fc.assert(
      fc.property(kinds, words, words, (kind, one, other) => {
        fc.pre(one !== other);
        expect(shorten(kind, one)).not.toBe(shorten(kind, other));
      }),
    );
  });

  test("keeps what can be read, then a hash of the whole", () => {
    expect(shorten("load-balancer", "craft-marketplace-production-public-edge")).toMatch(
      /^craft-marketplace-product-[0-9a-f]{6}$/,
    );
  });
});

describe("nameFor", () => {
  const named = (kind: "bucket" | "ecs-cluster", thing?: string, environment = staging) => {
    let name = "";
    synthesize((stack) => {
      name = nameFor(new Construct(stack, "x"), kind, thing);
    }, environment);
    return name;
  };

  test("follows the usual pattern", () => {
    expect(named("bucket", "uploads")).toBe("shop-test-uploads");
    expect(named("ecs-cluster")).toBe("shop-test");
  });

  test("follows a platform's own pattern and project", () => {
    const own = {
      ...platform,
      project: "the-shop",
      naming: ({ project, environment, thing }: { project: string; environment: string; thing: string }) =>
        [project, thing, environment].filter(Boolean).join("-"),
    };
    expect(named("bucket", "uploads", { ...staging, platform: own })).toBe("the-shop-uploads-test");
  });

  test("refuses characters AWS refuses", () => {
    expect(problems((stack) => void nameFor(new Construct(stack, "x"), "bucket", "Up_loads"))).toMatchObject([
      {
        path: "shop-test/x",
        prop: "name",
        value: "shop-test-Up_loads",
        fix: "change the name, or the platform's naming pattern",
      },
    ]);
  });

  test("takes names that Terraform puts together", () => {
    expect(
      synthesize((stack) => void exactName(stack, "log-group", "${var.x}/y".replace("${var.x}", "a")))
        .addresses,
    ).toEqual([]);
  });
});

describe("collisions", () => {
  const twice = (
    kind: "bucket" | "iam-role" | "sns-topic" | "security-group",
    first = staging,
    second = production,
  ) => {
    const landform = app();
    exactName(new Construct(new PlatformStack(landform, first), "a"), kind, "same-name");
    exactName(new Construct(new PlatformStack(landform, second), "b"), kind, "same-name");
    return landform;
  };

  test("are refused across stacks, naming both", () => {
    expect(refusal(() => twice("sns-topic").resolveStacks()).problems).toEqual([
      {
        path: "shop-live/b",
        prop: "name",
        value: "same-name",
        allowed: "a sns-topic name that nothing else has; shop-test/a has it already",
        fix: "give one of the two another name, or their environments different accounts",
      },
    ]);
  });

  test("are none in another region, for what is regional", () => {
    const elsewhere = { ...production, region: "us-west-2" as const };
    expect(twice("sns-topic", staging, elsewhere).resolveStacks()).toHaveLength(2);
    expect(refusal(() => twice("iam-role", staging, elsewhere).resolveStacks()).problems).toHaveLength(1);
  });

  test("are none in another account, except for buckets", () => {
    const elsewhere = { ...production, account: "123456789012" };
    expect(twice("iam-role", staging, elsewhere).resolveStacks()).toHaveLength(2);
    expect(refusal(() => twice("bucket", staging, elsewhere).resolveStacks()).problems).toHaveLength(1);
  });

  test("are none where AWS has none", () => {
    expect(twice("security-group").resolveStacks()).toHaveLength(2);
  });
});
