import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { Construct } from "constructs";
import { allGrants, type PhysicalName } from "../../src/core";
import type { Dependable } from "../../src/engine";
import { type IEncryptionKey, Role } from "../security";

/** One end of a replication. */
export interface Replicated {
  readonly name: string;
  readonly arn: string;
  readonly key: Pick<IEncryptionKey, "arn" | "grantDecrypt">;
  /** Both ends have to keep versions before AWS takes the configuration. */
  readonly versioning: Dependable;
}

/**
 * Copies what is written from now on to another bucket. Deletions are not copied: what somebody deletes by mistake, or
 * on purpose, is still there.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
 */
export class Replication extends Construct {
  readonly resource: S3BucketReplicationConfigurationA;

  constructor(
    scope: Construct,
    id: string,
    { name, from, to }: { readonly name: PhysicalName; readonly from: Replicated; readonly to: Replicated },
  ) {
    super(scope, id);
    // S3 names no account when it assumes the role: a condition would keep it out.
    const role = new Role(this, "@role", { name, part: "replication", service: "s3.amazonaws.com" });
    const rights = allGrants(
      role.grant({
        purpose: "ReadConfiguration",
        actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
        resources: [from.arn],
      }),
      role.grant({
        purpose: "ReadVersions",
        actions: [
          "s3:GetObjectVersionForReplication",
          "s3:GetObjectVersionAcl",
          "s3:GetObjectVersionTagging",
        ],
        resources: [`${from.arn}/*`],
      }),
      role.grant({
        purpose: "WriteReplicas",
        actions: ["s3:ReplicateObject", "s3:ReplicateTags"],
        resources: [`${to.arn}/*`],
      }),
      from.key.grantDecrypt(role, "s3"),
      role.grant({
        purpose: "EncryptReplicas",
        actions: ["kms:Encrypt", "kms:GenerateDataKey"],
        resources: [to.key.arn],
      }),
    );
    this.resource = new S3BucketReplicationConfigurationA(this, "@replication", {
      bucket: from.name,
      role: role.arn,
      rule: [
        {
          id: "all",
          status: "Enabled",
          // Without a filter the rule is of an older kind, which copies deletions.
          filter: { prefix: "" },
          deleteMarkerReplication: { status: "Disabled" },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
          destination: {
            bucket: to.arn,
            encryptionConfiguration: { replicaKmsKeyId: to.key.arn },
          },
        },
      ],
      dependsOn: [from.versioning, to.versioning, ...rights.dependables],
    });
  }
}
