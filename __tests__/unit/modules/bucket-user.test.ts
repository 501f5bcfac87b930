import { describe, expect, test } from "vitest";
import { Service } from "../../../modules/compute";
import { Bucket, BucketUser } from "../../../modules/storage";
import { clusterParts } from "../../support/parts";
import { image, size } from "../../support/service";
import { parsed, statements, synthesize } from "../../support/synth";

describe("a bucket user", () => {
  const { resource, resources } = synthesize((stack) => {
    const { cluster, key, network, securityGroup } = clusterParts(stack);
    const user = new BucketUser(stack, "uploader", { key, usableFrom: network });
    for (const id of ["uploads", "media"]) new Bucket(stack, id, { key }).grantReadWrite(user);
    const secrets = { ACCESS_KEY: user.accessKey, SECRET_KEY: user.secretKey };
    new Service(stack, "api", { cluster, securityGroup, image, size, count: 1, secrets });
    new BucketUser(stack, "reader", { key, usableFrom: "anywhere", keyRotation: "90 days", name: "partner" });
  });

  test("is deleted with its keys, of which Terraform knows none", () => {
    expect(resource("aws_iam_user", "uploader")).toEqual({ name: "shop-test-uploader", force_destroy: true });
    expect(resource("aws_secretsmanager_secret", "uploader").name).toBe("shop-test-uploader-access-key");
    expect(resources("aws_secretsmanager_secret_version")).toEqual({});
    expect(resources("aws_iam_access_key")).toEqual({});
  });

  test("has the rights it was granted, through the network's gateway only", () => {
    expect(Object.keys(resources("aws_iam_user_policy"))).toEqual(["uploader"]);
    const rights = statements(resource("aws_iam_user_policy").policy);
    expect(rights.ReadAndWriteObjects).toMatchObject({
      Resource: ["${aws_s3_bucket.uploads.arn}/*", "${aws_s3_bucket.media.arn}/*"],
    });
    expect(rights.OnlyFromTheNetwork).toEqual({
      Sid: "OnlyFromTheNetwork",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: {
        StringNotEquals: { "aws:SourceVpce": "${aws_vpc_endpoint.network_s3.id}" },
        Bool: { "aws:ViaAWSService": "false" },
      },
    });
  });

  test("gets its first key from a function, once it has its rights and before services start", () => {
    const first = resource("aws_lambda_invocation", "uploader_keys_first");
    expect(first).toMatchObject({
      function_name: "${aws_lambda_function.uploader_keys.function_name}",
      triggers: { user: "${aws_iam_user.uploader.unique_id}" },
      depends_on: ["aws_iam_user_policy.uploader"],
    });
    expect(parsed(first.input)).toEqual({
      Step: "firstSecret",
      SecretId: "${aws_secretsmanager_secret.uploader.arn}",
    });
    expect(resource("aws_ecs_service").depends_on).toContain("aws_lambda_invocation.uploader_keys_first");
  });

  test("gets another each month, from a function that may do nothing else", () => {
    expect(resource("aws_lambda_function", "uploader_keys")).toMatchObject({
      function_name: "shop-test-uploader-keys",
      timeout: 120,
      environment: { variables: { USER_NAME: "${aws_iam_user.uploader.name}" } },
    });
    expect(statements(resource("aws_iam_role_policy", "uploader_keys").policy)).toMatchObject({
      IssueKeys: {
        Action: ["iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:ListAccessKeys"],
        Resource: "${aws_iam_user.uploader.arn}",
      },
      RotateSecret: { Resource: "${aws_secretsmanager_secret.uploader.arn}" },
      EncryptAndDecryptWithKey: { Resource: "${aws_kms_key.key.arn}" },
      WriteLogs: {},
    });
    expect(resource("aws_lambda_permission", "uploader_keys")).toMatchObject({
      principal: "secretsmanager.amazonaws.com",
      source_account: "${data.aws_caller_identity.current.account_id}",
    });
    const rotation = "aws_secretsmanager_secret_rotation";
    expect(resource(rotation, "uploader_keys")).toEqual({
      secret_id: "${aws_secretsmanager_secret.uploader.arn}",
      rotation_lambda_arn: "${aws_lambda_function.uploader_keys.arn}",
      rotate_immediately: false,
      rotation_rules: { automatically_after_days: 30 },
      depends_on: ["aws_lambda_permission.uploader_keys", "aws_lambda_invocation.uploader_keys_first"],
    });
    expect(resource(rotation, "reader_keys").rotation_rules).toEqual({ automatically_after_days: 90 });
    expect(resource("aws_lambda_function", "reader_keys").function_name).toBe("shop-test-partner-keys");
  });
});
