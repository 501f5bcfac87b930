import { afterAll, expect, test } from "vitest";
import { beforehand } from "../../../src/cli/commands/deploy";
import { command } from "../../support/cli";
import { fakeTerraform } from "../../support/fake-terraform";

const terraform = fakeTerraform("exit 0");
afterAll(() => terraform.close());

test("deploy says what has to be there before it begins", async () => {
  const args = ["deploy", "takeoff-staging", "--auto-approve"];
  const { code, stdout, stderr } = await command("bin/landform.js", args, terraform.env);
  expect(code, stderr).toBe(0);
  const needs = stdout.slice(stdout.indexOf("takeoff-staging needs beforehand"));
  expect(needs).toMatch(
    /^takeoff-staging needs beforehand\n {2}image_tag: the images .*, pushed\n {2}certificate_arn: .*\n {2}route53_zone_id: /,
  );
  for (const secret of ["anthropic_api_key_arn", "secret_key_arn", "slack_webhook_secret_arn"])
    expect(needs).toContain(`  ${secret}: the secret, with `);
  expect(terraform.notes()).toContain("apply takeoff-staging");
});

test("a stack that takes nothing for granted is not named", () => {
  expect(beforehand([])).toBe("");
});
