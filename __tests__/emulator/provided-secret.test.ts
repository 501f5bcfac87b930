import { afterAll, beforeAll, expect, test } from "vitest";
import { ProvidedSecret } from "../../modules/security";
import type { StackInfo } from "../../src/cli/stacks";
import { PlatformStack } from "../../src/core";
import { Output } from "../../src/engine";
import { platform, staging } from "../support/synth";
import { type Bench, bench } from "../support/terraform";

const state = { ...platform.state, region: "us-east-1" };
let place: Bench;

/** Calls Secrets Manager of the emulator. */
async function secrets(action: string, body: object): Promise<Record<string, string>> {
  const answer = await fetch(place.emulator.url, {
    method: "POST",
    headers: {
      Authorization: "AWS4-HMAC-SHA256 Credential=test/20300101/eu-west-1/secretsmanager/aws4_request",
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `secretsmanager.${action}`,
    },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, string>;
}

beforeAll(async () => {
  place = await bench({ buckets: [state.bucket], tables: [state.table] });
});
afterAll(() => place.close());

test("a plan fails until somebody has put the value there", async () => {
  const { ARN: arn = "" } = await secrets("CreateSecret", { Name: "stripe" });
  const [stack] = place.write((app) => {
    const stack = new PlatformStack(app, { ...staging, platform: { ...platform, state } });
    const secret = new ProvidedSecret(stack, "stripe", { arn });
    new Output(stack, "stripe_key", secret.valueFrom, { description: "Where the key is" });
  }) as [StackInfo];
  await place.init(stack);
  const empty = await place.run(stack, "plan");
  expect(empty.code).toBe(1);
  expect(empty.output.replaceAll(/[\s│]+/g, " ")).toContain(
    `The secret ${arn} has no value. Put it there, then plan again.`,
  );
  await secrets("PutSecretValue", { SecretId: arn, SecretString: "sk_live" });
  const { code, output } = await place.run(stack, "plan");
  expect(code, output).toBe(0);
});
