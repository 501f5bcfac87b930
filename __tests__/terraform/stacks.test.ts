import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTurn } from "../../src/cli/side-by-side";
import type { StackInfo } from "../../src/cli/stacks";
import { mustTerraform } from "../../src/cli/terraform";
import { type Bench, benchOfEverything, succeeded } from "../support/terraform";

/** What `terraform show -json` says of a plan, as far as these tests look. */
interface Plan {
  readonly resource_changes: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
  readonly checks?: readonly { readonly status: string }[];
}

let place: Bench;
let stacks: StackInfo[];

beforeAll(async () => {
  [place, stacks] = await benchOfEverything();
});
afterAll(() => place.close());

const names = ["takeoff-state", "takeoff-registry", "takeoff-staging", "takeoff-production"];

test("every stack is tested here", () => {
  expect(stacks.map(({ name }) => name)).toEqual(names);
});

test.concurrent.each(names)(
  "%s validates without a warning, and plans every resource it declares with the examples of its variables",
  async (name) => {
    const stack = stacks.find((one) => one.name === name) as StackInfo;
    const [validated, plan] = await inTurn(async () => {
      await place.init(stack);
      const result = JSON.parse(await mustTerraform(stack, ["validate", "-json"]));
      succeeded(await place.run(stack, "plan", "-out=plan"));
      return [result, JSON.parse(await mustTerraform(stack, ["show", "-json", "plan"])) as Plan] as const;
    });
    expect(validated).toMatchObject({ valid: true, error_count: 0, warning_count: 0 });
    const config = JSON.parse(fs.readFileSync(path.join(stack.directory, "cdk.tf.json"), "utf8"));
    const declared = Object.entries(config.resource as Record<string, object>).flatMap(([type, named]) =>
      Object.keys(named).map((key) => `${type}.${key}`),
    );
    expect(
      plan.resource_changes
        .filter(({ change }) => change.actions[0] !== "read")
        .map(({ address }) => address)
        .sort(),
    ).toEqual(declared.sort());
    expect(new Set(plan.resource_changes.flatMap(({ change }) => change.actions))).toEqual(
      new Set(["create"]),
    );
  },
);

test("Terraform refuses inputs that cannot be right, all at once, each with what is allowed", async () => {
  const wrong = {
    image_tag: ["latest", "never latest"],
    certificate_arn: ["arn:aws:iam::1:role/x", "Must be the ARN of a certificate in ACM."],
    route53_zone_id: ["example.com", "Must be the id of a hosted zone"],
    alert_email: ["nobody", "Must be an e-mail address."],
    anthropic_api_key_arn: ["sk-ant-secret", "Must be the full ARN of a secret"],
    secret_key_arn: ["hunter2", "Must be the full ARN of a secret"],
    slack_webhook_secret_arn: ["https://hooks.slack.com/x", "Must be the full ARN of a secret"],
    ecr_registry: ["docker.io", "Must be an ECR registry"],
  };
  const stack = stacks.find((one) => one.name === "takeoff-staging") as StackInfo;
  expect(Object.keys(wrong).sort()).toEqual(stack.variables.map(({ name }) => name).sort());
  const given = Object.entries(wrong).map(([name, [value]]) => `-var=${name}=${value}`);
  const { code, output } = await place.run({ ...stack, variables: [] }, "plan", ...given);
  expect(code).toBe(1);
  const text = output.replaceAll(/[\s│]+/g, " ");
  for (const [, message] of Object.values(wrong)) expect(text).toContain(message);
  expect(text.match(/Invalid value for variable/g)).toHaveLength(Object.keys(wrong).length);
});
