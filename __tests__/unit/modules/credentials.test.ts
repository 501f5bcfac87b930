import { expect, test } from "vitest";
import { Postgres, type PostgresProps } from "../../../modules/database";
import { EncryptionKey } from "../../../modules/security";
import { type Environment, requireTerraform } from "../../../src/core";
import type { Json } from "../../../src/engine";
import { parts } from "../../support/parts";
import { platform, problems, staging, statements, synthesize } from "../../support/synth";

const props = {
  version: "16",
  instanceClass: "db.r6g.large",
  storage: { initial: "50 GiB", max: "200 GiB" },
  databaseName: "shop",
  masterUsername: "shop_admin",
} as const satisfies Partial<PostgresProps>;

const { config, resource, resources, addresses } = synthesize(
  (stack) => void new Postgres(stack, "database", { ...parts(stack), ...props }),
);
const FIRST = "aws_secretsmanager_secret_version.database_credentials_first";
const KEPT = "ephemeral.aws_secretsmanager_secret_version.database_credentials.secret_string";
const ARN = "${aws_secretsmanager_secret_version.database_credentials_complete.arn}";

const version = (label: string) => ({
  secret_id: "${aws_secretsmanager_secret.database_credentials.id}",
  version_stages: ["AWSCURRENT", `terraform-${label}`],
  lifecycle: { ignore_changes: ["version_stages"] },
});

test("a password is made while Terraform runs, and written where it is not kept", () => {
  const made = config.ephemeral as Record<string, Record<string, Json>>;
  expect(made.aws_secretsmanager_random_password?.database_credentials).toMatchObject({
    password_length: 40,
    exclude_punctuation: true,
  });
  expect(resource("aws_secretsmanager_secret")).toEqual({
    name: "shop-test-database-password",
    description: "JSON with username, password, engine, host, port and database",
    kms_key_id: "${aws_kms_key.key.arn}",
    recovery_window_in_days: 7,
  });
  expect(resource("aws_secretsmanager_secret_version", "database_credentials_first")).toEqual({
    ...version("first"),
    secret_string_wo:
      '{"password":"${ephemeral.aws_secretsmanager_random_password.database_credentials.random_password}","username":"shop_admin"}',
    secret_string_wo_version: 1,
  });
});

test("the instance takes it from the secret, again whenever Terraform has made another", () => {
  const ephemeral = config.ephemeral as Record<string, Record<string, Json>>;
  expect(ephemeral.aws_secretsmanager_secret_version?.database_credentials).toEqual({
    secret_id: `\${${FIRST}.arn}`,
    "//": {
      metadata: { path: "shop-test/database/@own/credentials/@kept", uniqueId: "database_credentials" },
    },
  });
  const instance = resource("aws_db_instance");
  expect(instance).toMatchObject({
    username: "shop_admin",
    password_wo: `\${jsondecode(${KEPT}).password}`,
    password_wo_version: `\${parseint(substr(sha256(${FIRST}.version_id), 0, 8), 16)}`,
  });
  expect(instance).not.toHaveProperty("password");
  expect(instance).not.toHaveProperty("manage_master_user_password");
  expect(addresses.filter((address) => address.startsWith("random_"))).toEqual([]);
});

test("the secret tells how to reach the instance as soon as that is known", () => {
  expect(resource("aws_secretsmanager_secret_version", "database_credentials_complete")).toEqual({
    ...version("complete"),
    secret_string_wo: `{"database":"shop","engine":"postgres","host":"\${aws_db_instance.database.address}","password":"\${jsondecode(${KEPT}).password}","port":5432,"username":"shop_admin"}`,
    secret_string_wo_version: `\${parseint(substr(sha256(join(" ", [${FIRST}.version_id, aws_db_instance.database.address])), 0, 8), 16)}`,
  });
});

test("a function changes it every 30 days, with no right on anything else", () => {
  expect(resource("aws_secretsmanager_secret_rotation")).toEqual({
    secret_id: ARN,
    rotation_lambda_arn: "${aws_lambda_function.database_rotation.arn}",
    rotate_immediately: false,
    rotation_rules: { automatically_after_days: 30 },
    depends_on: ["aws_lambda_permission.database_rotation"],
  });
  expect(resource("aws_lambda_permission")).toEqual({
    action: "lambda:InvokeFunction",
    function_name: "${aws_lambda_function.database_rotation.function_name}",
    principal: "secretsmanager.amazonaws.com",
    source_account: "${data.aws_caller_identity.current.account_id}",
  });
  expect(resource("aws_lambda_function")).toEqual({
    function_name: "shop-test-database-rotation",
    description: "Changes the master password of a database",
    runtime: "python3.13",
    handler: "index.handler",
    filename: "database_own_rotation_function_code.zip",
    source_code_hash: '${filebase64sha256("database_own_rotation_function_code.zip")}',
    role: "${aws_iam_role.database_rotation.arn}",
    timeout: 900,
    environment: { variables: { INSTANCE: "${aws_db_instance.database.identifier}" } },
    depends_on: ["aws_cloudwatch_log_group.database_rotation", "aws_iam_role_policy.database_rotation"],
  });
  expect(resource("aws_cloudwatch_log_group", "database_rotation")).toMatchObject({
    name: "/aws/lambda/shop-test-database-rotation",
    kms_key_id: "${aws_kms_key.key.arn}",
    retention_in_days: 30,
  });
  expect(statements(resource("aws_iam_role_policy", "database_rotation").policy)).toEqual({
    WriteLogs: expect.objectContaining({ Resource: "${aws_cloudwatch_log_group.database_rotation.arn}:*" }),
    ChangePassword: {
      Sid: "ChangePassword",
      Effect: "Allow",
      Action: ["rds:DescribeDBInstances", "rds:ModifyDBInstance"],
      Resource: "${aws_db_instance.database.arn}",
    },
    RotateSecret: {
      Sid: "RotateSecret",
      Effect: "Allow",
      Action: [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
      ],
      Resource: ARN,
    },
    EncryptAndDecryptWithKey: expect.objectContaining({ Resource: "${aws_kms_key.key.arn}" }),
  });
});

test("the first replica changes nothing of what there is", () => {
  const { config: larger } = synthesize(
    (stack) => void new Postgres(stack, "database", { ...parts(stack), ...props, replicas: { reports: {} } }),
  );
  expect(larger.ephemeral).toEqual(config.ephemeral);
  const all = larger.resource as Record<string, Record<string, Json>>;
  for (const [type, named] of Object.entries(config.resource as typeof all))
    expect(all[type]).toMatchObject(named);
  expect(Object.keys(all.aws_db_instance ?? {})).toEqual(["database", "database_reports"]);
  expect(all.aws_db_instance?.database_reports).not.toHaveProperty("password_wo");
  expect(Object.keys(resources("aws_db_instance"))).toEqual(["database"]);
});

test("another region has all of it there", () => {
  const { config } = synthesize((stack) => {
    const west = stack.inRegion("us-west-2");
    const { network } = parts(stack);
    new Postgres(west, "database", { network, key: new EncryptionKey(west, "key"), ...props });
  });
  const providers = Object.values(config.ephemeral as Record<string, Record<string, Json>>).flatMap((named) =>
    Object.values(named).map((one) => one.provider),
  );
  expect(providers).toEqual(["aws.us-west-2", "aws.us-west-2"]);
});

const admitting = (terraformVersion: string): Environment => ({
  ...staging,
  platform: { ...platform, terraformVersion },
});

test.each(["1.11.0", ">= 1.11", "~> 1.12", "> 1.11.0, < 2.0.0", ">= 2", "< 3.0.0, >= 1.11.4"])(
  "%s is new enough",
  (constraint) => {
    synthesize((stack) => requireTerraform(stack, "1.11.0", "needed"), admitting(constraint));
  },
);

test.each([">= 1.5.0", "~> 1.10", "< 2.0.0", "1.10.9", ">= 1.9, < 1.12"])("%s is not", (constraint) => {
  const [problem] = problems((stack) => requireTerraform(stack, "1.11.0", "a reason"), admitting(constraint));
  expect(problem).toEqual({
    path: "shop-test",
    prop: "environment.platform.terraformVersion",
    value: constraint,
    allowed: "1.11.0 or later, of Terraform or OpenTofu: a reason",
    fix: 'write ">= 1.11.0"',
  });
});
