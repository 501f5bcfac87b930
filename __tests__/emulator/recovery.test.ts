import { afterAll, beforeAll, expect, test } from "vitest";
import { EncryptionKey } from "../../modules/security";
import { Bucket, BucketUser } from "../../modules/storage";
import type { StackInfo } from "../../src/cli/stacks";
import { type Environment, type Platform, PlatformStack } from "../../src/core";
import type { Landform } from "../../src/engine";
import { parts } from "../support/parts";
import { platform, staging } from "../support/synth";
import { type Bench, bench, succeeded } from "../support/terraform";

// Where the emulator has its state buckets.
const state: Platform["state"] = { ...platform.state, region: "us-east-1" };
const environment: Environment = { ...staging, region: "us-east-1", platform: { ...platform, state } };

let place: Bench;
let stack: StackInfo;

/** What has copies in another region, and a user whose keys a function issues. */
function shop(app: Landform): void {
  const stack = new PlatformStack(app, environment);
  const { key, network } = parts(stack);
  const west = stack.inRegion("us-west-2");
  const there = new EncryptionKey(west, "key");
  const uploads = new Bucket(stack, "uploads", { key });
  uploads.replicateTo(new Bucket(west, "uploads", { name: "uploads-copy", key: there }));
  uploads.grantReadWrite(new BucketUser(stack, "uploader", { key, usableFrom: network }));
}

/** Calls Secrets Manager of the emulator. */
async function secrets(action: string, given: object = {}): Promise<Record<string, string>> {
  const answer = await fetch(place.emulator.url, {
    method: "POST",
    headers: {
      Authorization: "AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/secretsmanager/aws4_request",
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `secretsmanager.${action}`,
    },
    body: JSON.stringify({ SecretId: "shop-test-uploader-access-key", ...given }),
  });
  return (await answer.json()) as Record<string, string>;
}

const accessKey = async () =>
  JSON.parse((await secrets("GetSecretValue")).SecretString ?? "") as Record<string, string>;

beforeAll(async () => {
  place = await bench({ buckets: ["shop-state"], tables: ["shop-locks"] });
  [stack] = place.write(shop) as [StackInfo];
  await place.init(stack);
});
afterAll(() => place.close());

test("objects are copied to another region, and the first key is there, after one apply", async () => {
  succeeded(await place.run(stack, "apply", "-auto-approve"));
  const pulled = succeeded(await place.read(stack, "state", "pull"));
  const key = await accessKey();
  expect(key).toEqual({
    access_key: expect.stringMatching(/^AKIA/),
    secret_key: expect.stringMatching(/^.{40}$/),
  });
  for (const secret of Object.values(key)) expect(pulled).not.toContain(secret);
});

test("a rotation gives the user another key, and the one before works on", async () => {
  const before = await accessKey();
  await secrets("RotateSecret", {
    ClientRequestToken: "rotation".padEnd(32, "-"),
    RotationLambdaARN: "arn:aws:lambda:us-east-1:123456789012:function:shop-test-uploader-keys",
    RotationRules: { AutomaticallyAfterDays: 30 },
    RotateImmediately: true,
  });
  const after = await accessKey();
  expect(after.access_key).not.toBe(before.access_key);
  const previous = await secrets("GetSecretValue", { VersionStage: "AWSPREVIOUS" });
  expect(JSON.parse(previous.SecretString ?? "")).toEqual(before);
});

test("a second plan is empty", async () => {
  const { code, output } = await place.run(stack, "plan", "-detailed-exitcode");
  expect(code, output).toBe(0);
});

test("all of it is destroyed, keys of the user included", async () => {
  succeeded(await place.run(stack, "destroy", "-auto-approve"));
  expect(succeeded(await place.read(stack, "state", "list")).trim()).toBe("");
});
