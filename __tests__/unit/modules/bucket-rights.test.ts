import { describe, expect, test } from "vitest";
import { EncryptionKey, Role } from "../../../modules/security";
import { Bucket } from "../../../modules/storage";
import { parsed, statements, synthesize } from "../../support/synth";

describe("rights on a bucket", () => {
  const granted = (grant: (bucket: Bucket, role: Role) => unknown) => {
    const { resource } = synthesize((stack) => {
      const key = new EncryptionKey(stack, "key");
      const role = new Role(stack, "role", { service: "ecs-tasks.amazonaws.com" });
      grant(new Bucket(stack, "uploads", { key }), role);
    });
    return parsed(resource("aws_iam_role_policy").policy).Statement;
  };
  const on = (path: string) => `\${aws_s3_bucket.uploads.arn}${path}`;
  const objects = (purpose: string, path: string, ...actions: string[]) => ({
    Sid: purpose,
    Effect: "Allow",
    Action: actions.length === 1 ? actions[0] : actions,
    Resource: on(path),
  });
  const list = { Sid: "ListObjects", Effect: "Allow", Action: "s3:ListBucket", Resource: on("") };
  const locate = { Sid: "LocateBucket", Effect: "Allow", Action: "s3:GetBucketLocation", Resource: on("") };
  const decrypt = {
    Sid: "DecryptWithKey",
    Effect: "Allow",
    Action: "kms:Decrypt",
    Resource: "${aws_kms_key.key.arn}",
    // Nobody decrypts by hand what S3 keeps.
    Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
  };
  const encrypt = {
    ...decrypt,
    Sid: "EncryptAndDecryptWithKey",
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
  };
  const writes = ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"];

  test("to read", () => {
    expect(granted((bucket, role) => bucket.grantRead(role))).toEqual([
      objects("ReadObjects", "/*", "s3:GetObject"),
      list,
      locate,
      decrypt,
    ]);
  });

  test("to write", () => {
    expect(granted((bucket, role) => bucket.grantWrite(role))).toEqual([
      objects("WriteObjects", "/*", ...writes),
      encrypt,
    ]);
  });

  test("to do both, twice", () => {
    const both = (bucket: Bucket, role: Role) => {
      bucket.grantReadWrite(role);
      expect(bucket.grantReadWrite(role).dependables).toHaveLength(1);
    };
    expect(granted(both)).toEqual([
      objects("ReadAndWriteObjects", "/*", "s3:GetObject", ...writes),
      list,
      locate,
      encrypt,
    ]);
  });

  test("below a prefix, objects as well as their listing", () => {
    expect(granted((bucket, role) => bucket.grantReadWrite(role, "invoices/"))).toEqual([
      objects("ReadAndWriteObjects", "/invoices/*", "s3:GetObject", ...writes),
      { ...list, Condition: { StringLike: { "s3:prefix": "invoices/*" } } },
      locate,
      encrypt,
    ]);
  });

  test("below two prefixes, and to write elsewhere", () => {
    const several = (bucket: Bucket, role: Role) => {
      bucket.grantRead(role, "a/");
      bucket.grantRead(role, "b/");
      bucket.grantWrite(role, "c/");
    };
    expect(granted(several)).toEqual([
      { ...objects("ReadObjects", "", "s3:GetObject"), Resource: [on("/a/*"), on("/b/*")] },
      { ...list, Condition: { StringLike: { "s3:prefix": "a/*" } } },
      locate,
      decrypt,
      { ...list, Sid: "ListObjects2", Condition: { StringLike: { "s3:prefix": "b/*" } } },
      objects("WriteObjects", "/c/*", ...writes),
      encrypt,
    ]);
  });

  test("that exists already, with and without a key", () => {
    const { resource } = synthesize((stack) => {
      const key = new EncryptionKey(stack, "key");
      const role = new Role(stack, "role", { service: "ecs-tasks.amazonaws.com" });
      const old = Bucket.existing(stack, { name: "old.uploads" });
      old.grantRead(role);
      old.grantReadWrite(role);
      expect(Bucket.existing(stack, { name: "assets", key }).grantWrite(role).dependables).toHaveLength(1);
    });
    expect(statements(resource("aws_iam_role_policy").policy)).toMatchObject({
      ReadObjects: { Resource: "arn:aws:s3:::old.uploads/*" },
      ReadAndWriteObjects: { Resource: "arn:aws:s3:::old.uploads/*" },
      WriteObjects: { Resource: "arn:aws:s3:::assets/*" },
      EncryptAndDecryptWithKey: { Resource: "${aws_kms_key.key.arn}" },
    });
  });
});
