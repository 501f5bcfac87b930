import { describe, expect, test } from "vitest";
import type { Json } from "../../../src/engine";
import { Output } from "../../../src/engine";
import { staging, synthesize } from "../../support/synth";

const terraformOf = (config: Json) => config.terraform as Record<string, Json>;

describe("backend", () => {
  const backend = (locking?: "dynamodb" | "lockfile" | "both", role?: string) => {
    const state = { ...staging.platform.state, ...(locking ? { locking } : {}), ...(role ? { role } : {}) };
    const { config } = synthesize(() => undefined, { ...staging, platform: { ...staging.platform, state } });
    return (terraformOf(config).backend as Record<string, Json>).s3;
  };
  const base = {
    bucket: "shop-state",
    key: "test/terraform.tfstate",
    region: "eu-west-1",
    encrypt: true,
    kms_key_id: "alias/shop-state",
  };

  test("locks with DynamoDB unless told otherwise", () =>
    expect(backend()).toEqual({ ...base, dynamodb_table: "shop-locks" }));
  test("locks with a file", () => expect(backend("lockfile")).toEqual({ ...base, use_lockfile: true }));
  test("locks with both while a team moves from one to the other", () =>
    expect(backend("both")).toEqual({ ...base, dynamodb_table: "shop-locks", use_lockfile: true }));
  test("assumes a role", () =>
    expect(backend("dynamodb", "arn:aws:iam::123456789012:role/state")).toMatchObject({
      assume_role: { role_arn: "arn:aws:iam::123456789012:role/state" },
    }));
});

test("versions and qualified sources, only of providers in use", () => {
  const { config } = synthesize(() => undefined);
  expect(terraformOf(config).required_version).toBe(">= 1.11.0");
  expect(terraformOf(config).required_providers).toEqual({
    aws: { source: "registry.terraform.io/hashicorp/aws", version: "~> 5.0, >= 5.100.0" },
  });
  const random = synthesize((stack) => stack.useRandomProvider());
  expect(terraformOf(random.config).required_providers).toMatchObject({
    random: { source: "registry.terraform.io/hashicorp/random", version: "~> 3.5" },
  });
});

test("outputs keep their name, and their secret", () => {
  const { config } = synthesize((stack) => {
    new Output(stack, "endpoint", "x", { description: "Where", sensitive: true });
  });
  const path = { "//": { metadata: { path: "shop-test/endpoint", uniqueId: "endpoint" } } };
  expect(config.output).toEqual({
    endpoint: { ...path, value: "x", description: "Where", sensitive: true },
  });
});
