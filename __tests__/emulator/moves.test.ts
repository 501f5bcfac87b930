import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Network } from "../../modules/networking";
import { EncryptionKey } from "../../modules/security";
import { Bucket } from "../../modules/storage";
import type { StackInfo } from "../../src/cli/stacks";
import { type Environment, type Platform, PlatformStack } from "../../src/core";
import { type Landform, ValidationError } from "../../src/engine";
import { exportStack } from "../../src/export";
import { recordIn } from "../support/moves";
import { schema } from "../support/pair";
import { platform, staging } from "../support/synth";
import { type Bench, bench, succeeded } from "../support/terraform";

let place: Bench;
let lock: string;
let stack: StackInfo;

// Where the emulator has its state buckets.
const state: Platform["state"] = { ...platform.state, region: "us-east-1" };
const environment: Environment = { ...staging, platform: { ...platform, state } };

/** A platform whose network has the name that is wanted, and that has a bucket, or not. */
const shop = (network: string, hasBucket: boolean) => (app: Landform) => {
  const stack = new PlatformStack(app, environment);
  const key = new EncryptionKey(stack, "key");
  const zones = { zones: ["a", "b"], nat: "single" } as const;
  // A name that is given stays: what has none takes it from the id.
  new Network(stack, network, { name: "network", cidr: "10.8.0.0/16", ...zones, key });
  if (hasBucket) new Bucket(stack, "uploads", { name: "uploads", key });
};

/** What Terraform would do, by address. */
async function planned(): Promise<
  Map<string, { readonly actions: readonly string[]; readonly before?: string }>
> {
  succeeded(await place.run(stack, "plan", "-out=plan"));
  const { resource_changes = [] } = JSON.parse((await place.read(stack, "show", "-json", "plan")).output);
  return new Map(
    resource_changes.map(
      (one: { address: string; previous_address?: string; change: { actions: string[] } }) => [
        one.address,
        { actions: one.change.actions, ...(one.previous_address ? { before: one.previous_address } : {}) },
      ],
    ),
  );
}

beforeAll(async () => {
  place = await bench({ buckets: ["shop-state"], tables: ["shop-locks"] });
  lock = path.join(place.folder, "addresses.lock.json");
  recordIn(lock, shop("network", true));
  [stack] = place.write(shop("network", true), lock) as [StackInfo];
  await place.init(stack);
  succeeded(await place.run(stack, "apply", "-auto-approve"));
});
afterAll(() => place.close());

test("a renamed module is refused until its moves are recorded", () => {
  const file = path.join(stack.directory, "cdk.tf.json");
  const before = fs.readFileSync(file, "utf8");
  expect(() => place.write(shop("vpc", true), lock)).toThrow(ValidationError);
  expect(fs.readFileSync(file, "utf8")).toBe(before);
});

test("then the plan has moves, and nothing else", async () => {
  recordIn(lock, shop("vpc", true));
  place.write(shop("vpc", true), lock);
  const changes = [...(await planned())].filter(([address]) => !address.startsWith("data."));
  expect(new Set(changes.flatMap(([, { actions }]) => actions))).toEqual(new Set(["no-op"]));
  const moved = changes.filter(([, { before }]) => before !== undefined);
  expect(moved.length).toBeGreaterThan(20);
  expect(changes.filter(([address, { before }]) => /[._]vpc/.test(address) && !before)).toEqual([]);
  expect(changes.filter(([, { before }]) => before?.includes("network"))).toHaveLength(moved.length);
});

test("its HCL says the same", async () => {
  const config = JSON.parse(fs.readFileSync(path.join(stack.directory, "cdk.tf.json"), "utf8"));
  const { files } = exportStack(config, stack.name, schema());
  expect(files.get("moved.tf")).toContain("moved {\n  from = aws_vpc.network\n  to   = aws_vpc.vpc\n}");
  expect(files.get("moved.tf")).toContain("# shop-test/vpc/@vpc\n");
});

test("applying them changes names in the state, and the next plan is empty", async () => {
  expect(succeeded(await place.run(stack, "apply", "-auto-approve"))).toContain(
    "0 added, 0 changed, 0 destroyed",
  );
  const { output } = await place.read(stack, "state", "list");
  expect(output).toContain("aws_vpc.vpc");
  expect(output).not.toContain("aws_vpc.network");
  expect((await place.run(stack, "plan", "-detailed-exitcode")).code).toBe(0);
});

test("what keeps something goes only when it is retired", async () => {
  expect(() => place.write(shop("vpc", false), lock)).toThrow(
    /aws_s3_bucket\.uploads is gone, and with it what it keeps/,
  );
  recordIn(lock, shop("vpc", false), ["aws_s3_bucket.uploads"]);
  place.write(shop("vpc", false), lock);
  expect((await planned()).get("aws_s3_bucket.uploads")?.actions).toEqual(["delete"]);
});
