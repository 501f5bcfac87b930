import { Construct } from "constructs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  exactName,
  NAME_KINDS,
  NAME_RULES,
  type NameKind,
  type NameWords,
  nameFor,
  type PhysicalName,
  PlatformStack,
  partOf,
  shorten,
} from "../../../src/core";
import { app, platform, production, refusal, staging, synthesize } from "../../support/synth";

const kinds = fc.constantFrom(...NAME_KINDS);
const words = fc.stringMatching(/^[a-z][a-z0-9-]{0,120}[a-z0-9]$/);

describe("shorten", () => {
  test("fits every kind, and is stable", () => {
    fc.assert(
      fc.property(kinds, words, (kind, name) => {
        const short = shorten(kind, name);
        expect(short.length).toBeLessThanOrEqual(NAME_RULES[kind].max);
        expect(shorten(kind, name)).toBe(short);
        expect(shorten(kind, short)).toBe(short);
        if (name.length <= NAME_RULES[kind].max) expect(short).toBe(name);
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
  const named = (kind: NameKind, name?: PhysicalName, part?: string, environment = staging) => {
    let found = "";
    synthesize((stack) => {
      const scope = new Construct(new Construct(stack, "orders"), "data_base");
      found = nameFor(new Construct(scope, "@hidden"), kind, name, part);
    }, environment);
    return found;
  };
  const own = (change: Partial<typeof platform>) => ({ ...staging, platform: { ...platform, ...change } });

  test("takes the path of ids for what nobody names, without those that do not show", () => {
    expect(named("dynamodb-table")).toBe("shop-test-orders-data-base");
    expect(named("iam-role", undefined, "execution")).toBe("shop-test-orders-data-base-execution");
  });

  test("puts a name into the pattern, and leaves an exact one as it is", () => {
    expect(named("bucket", "uploads")).toBe("shop-test-uploads");
    expect(named("bucket", { exact: "our-old-bucket" })).toBe("our-old-bucket");
    expect(named("iam-role", { exact: "old" }, "task")).toBe("old-task");
    expect(named("iam-role", partOf("api", "task"))).toBe("shop-test-api-task");
    expect(partOf({ exact: "old" }, "task")).toEqual({ exact: "old-task" });
  });

  test("keeps the pattern of what only follows from a name, e.g. a log group", () => {
    expect(named("task-log-group", { exact: "old" })).toBe("/ecs/shop-test/old");
  });

  test("knows how kinds that are no words look", () => {
    expect(named("task-log-group", "api")).toBe("/ecs/shop-test/api");
    expect(named("parameter", "features")).toBe("/shop/test/features");
    expect(named("kms-alias", "data")).toBe("alias/shop-test-data");
    expect(named("container", "api")).toBe("api");
    expect(named("iam-policy", "api", "access")).toBe("access");
    expect(named("metric-namespace", "queue")).toBe("shop-test/queue");
  });

  test("follows a platform's own pattern and project", () => {
    const naming = ({ project, environment, thing, part }: NameWords) =>
      [project, thing, part, environment].filter(Boolean).join("-");
    const environment = own({ project: "the-shop", naming });
    expect(named("bucket", "uploads", undefined, environment)).toBe("the-shop-uploads-test");
    expect(named("iam-role", "api", "task", environment)).toBe("the-shop-api-task-test");
    expect(named("kms-alias", "data", undefined, environment)).toBe("alias/the-shop-test-data");
  });

  test("follows a platform's table for a kind, before anything else", () => {
    const environment = own({
      names: {
        "ecs-cluster": ({ base }) => base,
        secret: ({ project, environment: name, thing }) => `${project}/${name}/${thing}`,
        "security-group": ({ base, thing, kind }) => `${base}-${thing}-${kind}`,
      },
    });
    expect(named("ecs-cluster", "cluster", undefined, environment)).toBe("shop-test");
    expect(named("secret", "stripe", undefined, environment)).toBe("shop/test/stripe");
    expect(named("security-group", "db", undefined, environment)).toBe("shop-test-db-security-group");
    expect(named("bucket", "uploads", undefined, environment)).toBe("shop-test-uploads");
  });
});

describe("collisions", () => {
  const twice = (kind: NameKind, first = staging, second = production, parent = "") => {
    const landform = app();
    exactName(new Construct(new PlatformStack(landform, first), "a"), kind, "same-name", parent);
    exactName(new Construct(new PlatformStack(landform, second), "b"), kind, "same-name", parent);
    return landform;
  };

  test("are refused across stacks, naming both", () => {
    expect(refusal(() => twice("sns-topic").resolveStacks()).problems).toEqual([
      {
        path: "shop-live/b",
        prop: "name",
        value: "same-name",
        allowed: "a name that no other sns-topic has; shop-test/a has it already",
        fix: "give one of the two another name, or their environments different accounts",
      },
    ]);
  });

  test("are none in another region, for what is regional", () => {
    const elsewhere = { ...production, region: "us-west-2" };
    expect(twice("sns-topic", staging, elsewhere).resolveStacks()).toHaveLength(2);
    expect(refusal(() => twice("iam-role", staging, elsewhere).resolveStacks()).problems).toHaveLength(1);
  });

  test("are none in another account, except for buckets", () => {
    const elsewhere = { ...production, account: "123456789012" };
    expect(twice("iam-role", staging, elsewhere).resolveStacks()).toHaveLength(2);
    expect(refusal(() => twice("bucket", staging, elsewhere).resolveStacks()).problems).toHaveLength(1);
  });

  test("are none where AWS has none, and one within a parent", () => {
    expect(twice("metric-filter").resolveStacks()).toHaveLength(2);
    expect(refusal(() => twice("security-group").resolveStacks()).problems).toHaveLength(1);
  });

  test("meet across kinds that share one set of names", () => {
    const landform = app();
    const stack = new PlatformStack(landform, staging);
    exactName(new Construct(stack, "a"), "task-log-group", "/same");
    exactName(new Construct(stack, "b"), "log-group", "/same");
    expect(refusal(() => landform.resolveStacks()).problems).toMatchObject([
      { allowed: "a name that no other log-group has; shop-test/a has it already" },
    ]);
  });
});
