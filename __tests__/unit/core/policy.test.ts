import { describe, expect, test } from "vitest";
import { EncryptionKey, existingSecret, Role } from "../../../modules/security";
import type { Statement } from "../../../src/core";
import { allGrants } from "../../../src/core";
import { waitFor } from "../../../src/engine";
import { parsed, synthesize } from "../../support/synth";

const granted = (...statements: Statement[]) =>
  parsed(
    synthesize((stack) => {
      const role = new Role(stack, "role", { service: "lambda.amazonaws.com" });
      for (const statement of statements) role.grant(statement);
    }).resource("aws_iam_role_policy").policy,
  ).Statement;

describe("statements of one policy", () => {
  const read = { purpose: "Read", actions: ["s3:GetObject", "s3:GetObjectVersion"] };

  test("that say the same become one, whatever order their actions have", () => {
    expect(
      granted(
        { ...read, resources: ["a"] },
        { ...read, actions: [...read.actions].reverse(), resources: ["b", "a"] },
      ),
    ).toEqual([
      { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject", "s3:GetObjectVersion"], Resource: ["a", "b"] },
    ]);
  });

  test("for one purpose that differ in more than resources stay apart, numbered", () => {
    const limited = { ...read, conditions: { StringLike: { "s3:prefix": "x/*" } } };
    expect(granted({ ...read, resources: ["a"] }, { ...limited, resources: ["a"] })).toMatchObject([
      { Sid: "Read" },
      { Sid: "Read2", Condition: { StringLike: { "s3:prefix": "x/*" } } },
    ]);
  });

  test("leave a given sid to who gave it", () => {
    expect(
      granted(
        { ...read, resources: ["a"] },
        { sid: "Read", actions: ["sqs:ReceiveMessage"], resources: ["b"] },
      ),
    ).toMatchObject([{ Sid: "Read2" }, { Sid: "Read" }]);
  });

  test("without a name have no sid, and are written in the order in which people write them", () => {
    expect(granted({ actions: ["sts:AssumeRole"], resources: ["a"] })).toEqual([
      { Effect: "Allow", Action: "sts:AssumeRole", Resource: "a" },
    ]);
  });

  test("allow and deny are never one", () => {
    expect(
      granted({ ...read, resources: ["a"] }, { ...read, effect: "Deny", resources: ["a"] }),
    ).toHaveLength(2);
  });
});

test("two keys of one stack both reach a role that needs both", () => {
  const { resource } = synthesize((stack) => {
    const role = new Role(stack, "role", { service: "lambda.amazonaws.com" });
    for (const id of ["one", "two"]) new EncryptionKey(stack, id).grantDecrypt(role);
  });
  expect(parsed(resource("aws_iam_role_policy").policy).Statement).toEqual([
    {
      Sid: "DecryptWithKey",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: ["${aws_kms_key.one.arn}", "${aws_kms_key.two.arn}"],
    },
  ]);
});

test("grants say what others can wait for, once", () => {
  const { resource } = synthesize((stack) => {
    const role = new Role(stack, "reader", { service: "lambda.amazonaws.com" });
    const key = new EncryptionKey(stack, "key");
    const grant = allGrants(
      existingSecret("arn:aws:secretsmanager:eu-west-1:1:secret:a", { key }).grantRead(role),
      key.grantEncryptDecrypt(role),
    );
    expect(grant.dependables).toHaveLength(1);
    const late = new Role(stack, "late", { service: "lambda.amazonaws.com" });
    waitFor(late.resource, grant.dependables);
  });
  expect(resource("aws_iam_role", "late").depends_on).toEqual(["aws_iam_role_policy.reader"]);
});
