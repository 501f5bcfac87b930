import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Construct } from "constructs";
import { expect, test } from "vitest";
import { Ephemeral, numberOf } from "../../../src/engine";
import { problems, synthesize } from "../../support/synth";

const TYPE = "aws_secretsmanager_random_password";

test("an ephemeral resource has an address, arguments and its path, and what refers to it finds it", () => {
  const { config, resource } = synthesize((stack) => {
    const made = new Ephemeral(new Construct(stack, "api-token"), "@made", TYPE, { password_length: 20 });
    new SsmParameter(stack, "token", {
      name: "/token",
      type: "SecureString",
      valueWo: `\${${made.reference("random_password")}}`,
      valueWoVersion: 1,
    });
  });
  expect(config.ephemeral).toEqual({
    [TYPE]: {
      api_token: {
        password_length: 20,
        "//": { metadata: { path: "shop-test/api-token/@made", uniqueId: "api_token" } },
      },
    },
  });
  expect(resource("aws_ssm_parameter")).toMatchObject({
    value_wo: `\${ephemeral.${TYPE}.api_token.random_password}`,
    value_wo_version: 1,
  });
});

test("an expression stands where a number is wanted", () => {
  const { resource } = synthesize((stack) => {
    const valueWoVersion = numberOf('parseint("ff", 16)');
    new SsmParameter(stack, "token", { name: "/token", type: "SecureString", valueWo: "x", valueWoVersion });
  });
  expect(resource("aws_ssm_parameter").value_wo_version).toBe('${parseint("ff", 16)}');
});

test("two of one address are refused, and so is one that there is not", () => {
  const found = problems((stack) => {
    new Ephemeral(stack, "one", TYPE, {});
    new Ephemeral(new Construct(stack, "@also"), "one", TYPE, {});
    new SsmParameter(stack, "lost", {
      name: "/lost",
      type: "SecureString",
      valueWo: `\${ephemeral.${TYPE}.two.random_password}`,
      valueWoVersion: 1,
    });
  });
  expect(found.map(({ prop, value }) => [prop, value])).toEqual([
    ["address", `ephemeral.${TYPE}.one`],
    ["resource.aws_ssm_parameter.lost.value_wo", `ephemeral.${TYPE}.two.random_password`],
  ]);
});
