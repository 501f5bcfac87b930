import { S3Backend } from "cdktf";
import type { Construct } from "constructs";

/** How Terraform keeps two applies apart: an item in a DynamoDB table, an object beside the state, or both while moving from one to the other. */
export type Locking = "dynamodb" | "lockfile" | "both";

/** Where the state of one stack lives. */
export interface StateLocation {
  /** Name of the S3 bucket. */
  readonly bucket: string;
  /** Key of the state object: unique per stack, `<environment>/terraform.tfstate`. */
  readonly key: string;
  /** Region of the bucket and the lock table. */
  readonly region: string;
  /** DynamoDB lock table, used by `dynamodb` and `both`. */
  readonly table: string;
  /** Alias or ARN of the key that encrypts the state: without it S3 would use its own, whatever the bucket says. */
  readonly encryptionKey: string;
  /** @default "dynamodb" - what the platforms' documents ask for */
  readonly locking?: Locking;
  /** Role to assume for reading and writing the state. @default - the caller's own credentials */
  readonly role?: string;
}

/** Stores the state of the stack in S3. cdktf 0.21 does not know `use_lockfile`; Terraform has it since 1.10. */
export class StateBackend extends S3Backend {
  constructor(scope: Construct, location: StateLocation) {
    const { bucket, key, region, table, role, encryptionKey, locking = "dynamodb" } = location;
    super(scope, {
      bucket,
      key,
      region,
      encrypt: true,
      kmsKeyId: encryptionKey,
      ...(locking === "lockfile" ? {} : { dynamodbTable: table }),
      ...(locking === "dynamodb" ? {} : { useLockfile: true }),
      ...(role ? { assumeRole: { roleArn: role } } : {}),
    });
  }
}
