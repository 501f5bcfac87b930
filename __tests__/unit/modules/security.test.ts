import { describe, expect, test } from "vitest";
import {
  EncryptionKey,
  existingParameter,
  existingSecret,
  type KeyUser,
  Parameter,
  Role,
  Secret,
} from "../../../modules/security";
import type { PlatformStack } from "../../../src/core";
import { parsed, production, statements, synthesize } from "../../support/synth";

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1";
const ACCOUNT = "${data.aws_caller_identity.current.account_id}";

describe("an encryption key", () => {
  const build = (
    use: (key: EncryptionKey, stack: PlatformStack) => void = () => undefined,
    environment?: typeof production,
  ) => synthesize((stack) => use(new EncryptionKey(stack, "key"), stack), environment);

  test("rotates, can be recovered for 30 days, and answers to the account alone", () => {
    const { resource } = build();
    expect(resource("aws_kms_key")).toMatchObject({
      description: "Data of shop-test",
      deletion_window_in_days: 30,
      enable_key_rotation: true,
      lifecycle: { prevent_destroy: false },
    });
    expect(parsed(resource("aws_kms_key").policy).Statement).toEqual([
      {
        Sid: "AccountUsesIamPolicies",
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: "kms:*",
        Resource: "*",
      },
    ]);
    expect(resource("aws_kms_alias")).toEqual({
      name: "alias/shop-test-key",
      target_key_id: "${aws_kms_key.key.key_id}",
    });
  });

  test.each<[KeyUser, string, string, object]>([
    [
      "ecs",
      "EcsEncryptsExecSessions",
      "ecs.amazonaws.com",
      { StringEquals: { "aws:SourceAccount": ACCOUNT } },
    ],
    [
      "logs",
      "LogGroupsOfThisAccount",
      "logs.eu-west-1.amazonaws.com",
      { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:*` } },
    ],
    [
      "cloudwatch-alarms",
      "AlarmsPublishToEncryptedTopics",
      "cloudwatch.amazonaws.com",
      { StringEquals: { "aws:SourceAccount": ACCOUNT } },
    ],
  ])("lets %s in under a condition, once", (user, sid, service, condition) => {
    const { resource } = build((key) => {
      key.allowService(user);
      key.allowService(user);
    });
    expect(statements(resource("aws_kms_key").policy)[sid]).toMatchObject({
      Principal: { Service: service },
      Condition: condition,
    });
    expect(parsed(resource("aws_kms_key").policy).Statement).toHaveLength(2);
  });

  test("does not depend on the order in which services ask", () => {
    const policy = (users: KeyUser[]) =>
      build((key) => {
        for (const user of users) key.allowService(user);
      }).resource("aws_kms_key").policy;
    expect(policy(["logs", "ecs"])).toBe(policy(["ecs", "logs"]));
  });

  test("of production is protected", () => {
    expect(build(undefined, production).resource("aws_kms_key").lifecycle).toEqual({ prevent_destroy: true });
  });

  test("takes its own words", () => {
    const { resource } = synthesize((stack) => {
      new EncryptionKey(stack, "key", {
        name: { exact: "alias/other" },
        description: "Other",
        deletionWindow: "7 days",
      });
    });
    expect(resource("aws_kms_alias").name).toBe("alias/other");
    expect(resource("aws_kms_key")).toMatchObject({ description: "Other", deletion_window_in_days: 7 });
  });

  test("that exists already is granted like one of ours", () => {
    const arn = "arn:aws:kms:eu-west-1:123456789012:key/1";
    const { resource } = synthesize((stack) => {
      const role = new Role(stack, "role", { service: "ecs-tasks.amazonaws.com" });
      const key = EncryptionKey.existing(stack, { arn, allows: [] });
      key.grantDecrypt(role);
      key.grantEncryptDecrypt(role, "sqs");
    });
    const { DecryptWithKey, EncryptAndDecryptWithKey } = statements(resource("aws_iam_role_policy").policy);
    expect(DecryptWithKey).toEqual({
      Sid: "DecryptWithKey",
      Effect: "Allow",
      Action: "kms:Decrypt",
      Resource: arn,
    });
    expect(EncryptAndDecryptWithKey).toMatchObject({
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: arn,
      Condition: { StringEquals: { "kms:ViaService": "sqs.eu-west-1.amazonaws.com" } },
    });
  });
});

describe("a role", () => {
  test("without grants has no policy", () => {
    const { resources } = synthesize(
      (stack) => void new Role(stack, "role", { service: "ecs.amazonaws.com" }),
    );
    expect(resources("aws_iam_role_policy")).toEqual({});
  });

  test("trusts its service under its conditions, and carries managed policies", () => {
    const { resource } = synthesize((stack) => {
      new Role(stack, "role", {
        service: "ecs-tasks.amazonaws.com",
        conditions: { StringEquals: { "aws:SourceAccount": "1" } },
        managedPolicies: ["service-role/AmazonECSTaskExecutionRolePolicy"],
      });
    });
    expect(parsed(resource("aws_iam_role").assume_role_policy).Statement).toMatchObject([
      { Action: "sts:AssumeRole", Condition: { StringEquals: { "aws:SourceAccount": "1" } } },
    ]);
    expect(
      resource("aws_iam_role_policy_attachment", "role_AmazonECSTaskExecutionRolePolicy").policy_arn,
    ).toBe("arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy");
  });
});

describe("secrets", () => {
  test("are encrypted, and empty unless given a value", () => {
    const { resource, resources } = synthesize((stack) => {
      new Secret(stack, "token", {
        description: "A token",
        key: new EncryptionKey(stack, "key"),
      });
    });
    expect(resource("aws_secretsmanager_secret")).toEqual({
      name: "shop-test-token",
      description: "A token",
      kms_key_id: "${aws_kms_key.key.arn}",
      recovery_window_in_days: 7,
    });
    expect(resources("aws_secretsmanager_secret_version")).toEqual({});
  });

  test("are read whole or by field, with their key, by whoever is granted it", () => {
    const { resource } = synthesize((stack) => {
      const key = new EncryptionKey(stack, "key");
      const secret = new Secret(stack, "token", { description: "A token", key, value: { url: "x" } });
      const role = new Role(stack, "role", { service: "ecs-tasks.amazonaws.com" });
      expect(secret.field("url").valueFrom).toBe(`${secret.arn}:url::`);
      expect(secret.whole.valueFrom).toBe(secret.arn);
      secret.field("url").grantRead(role);
      secret.grantRead(role);
    });
    expect(statements(resource("aws_iam_role_policy").policy)).toEqual({
      ReadSecrets: {
        Sid: "ReadSecrets",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: "${aws_secretsmanager_secret.token.arn}",
      },
      DecryptWithKey: {
        Sid: "DecryptWithKey",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "${aws_kms_key.key.arn}",
        Condition: { StringEquals: { "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com" } },
      },
    });
  });

  test("are made by AWS, seen by nobody, and kept by whoever changes them", () => {
    const { config, resource } = synthesize((stack) => {
      const key = new EncryptionKey(stack, "key");
      new Secret(stack, "signing", { description: "Signs sessions", key, generate: 64 });
    });
    expect(config.ephemeral).toMatchObject({
      aws_secretsmanager_random_password: {
        signing: { password_length: 64, exclude_punctuation: true },
      },
    });
    expect(resource("aws_secretsmanager_secret_version")).toEqual({
      secret_id: "${aws_secretsmanager_secret.signing.id}",
      secret_string_wo: "${ephemeral.aws_secretsmanager_random_password.signing.random_password}",
      secret_string_wo_version: 1,
      version_stages: ["AWSCURRENT", "terraform"],
      lifecycle: { ignore_changes: ["version_stages"] },
    });
  });

  test("of others and parameters are read alike, each with its own right and key", () => {
    const { resource } = synthesize((stack) => {
      const role = new Role(stack, "role", { service: "ecs-tasks.amazonaws.com" });
      const key = EncryptionKey.existing(stack, { arn: KEY, allows: [] });
      for (const value of [
        existingSecret("arn:one", { field: "a" }),
        existingSecret("arn:two", { key }),
        existingParameter("arn:three"),
        new Parameter(stack, "features", { value: "x", description: "Features" }),
      ])
        value.grantRead(role);
      expect(existingSecret("arn:one", { field: "a" }).valueFrom).toBe("arn:one:a::");
      expect(existingParameter("arn:three").valueFrom).toBe("arn:three");
    });
    expect(statements(resource("aws_iam_role_policy").policy)).toMatchObject({
      ReadSecrets: { Resource: ["arn:one", "arn:two"] },
      DecryptWithKey: { Resource: KEY },
      ReadParameters: {
        Action: ["ssm:GetParameter", "ssm:GetParameters"],
        Resource: ["arn:three", "${aws_ssm_parameter.features.arn}"],
      },
    });
    expect(resource("aws_ssm_parameter")).toEqual({
      name: "/shop/test/features",
      type: "String",
      value: "x",
      description: "Features",
    });
  });
});

test("of everything there may be two in a stack", () => {
  const { resources } = synthesize((stack) => {
    for (const id of ["one", "two"]) {
      const key = new EncryptionKey(stack, `key-${id}`);
      new Secret(stack, `secret-${id}`, { description: id, key });
      new Parameter(stack, `parameter-${id}`, { value: id });
      new Role(stack, `role-${id}`, { service: "lambda.amazonaws.com" });
    }
  });
  const names = (type: string) => Object.values(resources(type)).map(({ name }) => name);
  expect(names("aws_kms_alias")).toEqual(["alias/shop-test-key-one", "alias/shop-test-key-two"]);
  expect(names("aws_secretsmanager_secret")).toEqual(["shop-test-secret-one", "shop-test-secret-two"]);
  expect(names("aws_ssm_parameter")).toEqual(["/shop/test/parameter-one", "/shop/test/parameter-two"]);
  expect(names("aws_iam_role")).toEqual(["shop-test-role-one", "shop-test-role-two"]);
});
