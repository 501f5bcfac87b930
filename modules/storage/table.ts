import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import { nameFor, PlatformStack } from "../../src/core";
import type { IEncryptionKey } from "../security";

export interface TableProps {
  /** The thing in its name, e.g. `backup-metadata`. */
  readonly name: string;
  /** Text attribute that identifies an item. */
  readonly hashKey: string;
  readonly key: IEncryptionKey;
}

/** A DynamoDB table paid by request, encrypted, restorable to any second of the last 35 days. */
export class Table extends Construct {
  readonly resource: DynamodbTable;

  constructor(scope: Construct, id: string, { name, hashKey, key }: TableProps) {
    super(scope, id);
    const { isProtected } = PlatformStack.of(this);
    this.resource = new DynamodbTable(this, "@table", {
      name: nameFor(this, "dynamodb-table", name),
      billingMode: "PAY_PER_REQUEST",
      hashKey,
      attribute: [{ name: hashKey, type: "S" }],
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
      deletionProtectionEnabled: isProtected,
      lifecycle: { preventDestroy: isProtected },
    });
  }
}
