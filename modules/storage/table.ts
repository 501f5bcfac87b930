import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import { exactName, nameFor, PlatformStack } from "../../src/core";
import type { IEncryptionKey } from "../security";

export interface TableProps {
  /** The thing in its name, e.g. `backup-metadata`; or, with `exactName`, the whole name. */
  readonly name: string;
  /** Takes `name` as it is: for names that others refer to. @default false */
  readonly exactName?: boolean;
  /** Text attribute that identifies an item. */
  readonly hashKey: string;
  readonly key: IEncryptionKey;
}

/** A DynamoDB table paid by request, encrypted, restorable to any second of the last 35 days. */
export class Table extends Construct {
  readonly resource: DynamodbTable;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    const { name, hashKey, key } = props;
    const { isProtected } = PlatformStack.of(this);
    this.resource = new DynamodbTable(this, "@table", {
      name: props.exactName ? exactName(this, "dynamodb-table", name) : nameFor(this, "dynamodb-table", name),
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
