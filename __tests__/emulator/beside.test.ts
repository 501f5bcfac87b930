import { afterAll, beforeAll, expect, test } from "vitest";
import { Cluster, RestartOnRotation, Service } from "../../modules/compute";
import { LogDelivery, rateLimit, WebAcl } from "../../modules/edge";
import { AlertTopic } from "../../modules/monitoring";
import { Bucket, BucketUser } from "../../modules/storage";
import type { StackInfo } from "../../src/cli/stacks";
import { type Platform, PlatformStack } from "../../src/core";
import type { Landform } from "../../src/engine";
import { parts } from "../support/parts";
import { image, size } from "../support/service";
import { platform, staging } from "../support/synth";
import { type Bench, bench, succeeded } from "../support/terraform";

// Where the emulator has its state buckets.
const home = (name: string): Platform => ({
  ...platform,
  name,
  state: { ...platform.state, bucket: `${name}-state`, table: `${name}-locks`, region: "us-east-1" },
});
const [shop, press] = [home("shop"), home("press")];

/** Twelve web ACLs, of which the account has room for ten with a policy each; and what else a platform is made of. */
class Site extends PlatformStack {
  constructor(app: Landform, of: Platform, name: string, owner: boolean) {
    super(app, { ...staging, region: "us-east-1", platform: of, name });
    const { key, network } = parts(this, name === "second" ? "10.1.0.0/16" : "10.0.0.0/16");
    const logDelivery = owner ? new LogDelivery(this, "log-delivery") : ("account" as const);
    for (const id of ["web", "admin", "partners", "lab"])
      new WebAcl(this, id, { key, rules: [rateLimit(2000)], logDelivery });
    const user = new BucketUser(this, "uploader", { key, usableFrom: network });
    new Bucket(this, "uploads", { key }).grantReadWrite(user);
    const cluster = new Cluster(this, "cluster", { network, key });
    const secrets = { ACCESS_KEY: user.accessKey, SECRET_KEY: user.secretKey };
    const api = new Service(this, "api", { cluster, image, size, count: 1, secrets, exec: true });
    new RestartOnRotation(this, "rotation", { key, secretArns: [user.secret.arn], services: [api] });
    new AlertTopic(this, "alerts", { key, emails: "alerts@example.com" });
  }
}

let place: Bench;
let stacks: StackInfo[];

beforeAll(async () => {
  const states = [shop, press].map(({ state }) => state);
  place = await bench({
    buckets: states.map(({ bucket }) => bucket),
    tables: states.map(({ table }) => table),
  });
  stacks = place.write((app) => {
    new Site(app, shop, "first", true);
    new Site(app, shop, "second", false);
    new Site(app, press, "first", false);
  });
  for (const stack of stacks) await place.init(stack);
});
afterAll(() => place.close());

const each = (work: (stack: StackInfo) => Promise<void>) => Promise.all(stacks.map(work));
const planned = async (stack: StackInfo) => {
  const { code, output } = await place.run(stack, "plan", "-detailed-exitcode");
  expect(code, output).toBe(0);
};

test("two environments and another platform are applied beside each other, in one account and at one time", async () => {
  expect(stacks.map(({ name }) => name)).toEqual(["shop-first", "shop-second", "press-first"]);
  await each(async (stack) => void succeeded(await place.run(stack, "apply", "-auto-approve")));
});

test("none of them wants anything of another changed", () => each(planned));

test("one is destroyed, and the others stay as they are", async () => {
  const [first, second, other] = stacks as [StackInfo, StackInfo, StackInfo];
  succeeded(await place.run(second, "destroy", "-auto-approve"));
  for (const stack of [first, other]) await planned(stack);
});
