import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import {
  allGrants,
  type Grant,
  type IGrantable,
  type IMonitored,
  type Limits,
  type Metric,
  metricsOf,
  nameFor,
  type PhysicalName,
  PlatformStack,
  placeOf,
  type Series,
  thingOf,
} from "../../src/core";
import { report } from "../../src/engine";
import { checkKeyRegion, type IEncryptionKey } from "../security";
import { type KeysProps, TableKeys } from "./table-indexes";

/** A table that others read and write. */
export interface ITable {
  readonly name: string;
  readonly arn: string;
  /** Reads items, in the table and its indexes. */
  grantRead(to: IGrantable): Grant;
  /** Reads and writes items, in the table and its indexes. */
  grantReadWrite(to: IGrantable): Grant;
}

export interface TableProps extends KeysProps {
  /** Encrypts the items. */
  readonly key: IEncryptionKey;
  /** `{ exact: "…" }` where others refer to it. @default - the construct's ids */
  readonly name?: PhysicalName;
  /** Attribute with the time, in seconds since 1970, from which DynamoDB may delete an item; it does so within days. @default - items stay */
  readonly timeToLive?: string;
  /** What a change of an item puts into the stream: its keys, the new item, the old one, or both. @default - there is no stream */
  readonly stream?: "keys" | "new" | "old" | "new-and-old";
}

const STREAM_VIEWS = {
  keys: "KEYS_ONLY",
  new: "NEW_IMAGE",
  old: "OLD_IMAGE",
  "new-and-old": "NEW_AND_OLD_IMAGES",
};

const READ = [
  "dynamodb:BatchGetItem",
  "dynamodb:ConditionCheckItem",
  "dynamodb:DescribeTable",
  "dynamodb:GetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
];
const WRITE = ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"];

/** CloudWatch has failures by operation only. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
const OPERATIONS = [
  "GetItem",
  "BatchGetItem",
  "Query",
  "Scan",
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "BatchWriteItem",
  "TransactWriteItems",
];

/** What a table measures. Throttled requests are those of the table itself; CloudWatch has those of its indexes by index. */
export type TableMetric =
  | "consumedReadCapacityUnits"
  | "consumedWriteCapacityUnits"
  | "readThrottleEvents"
  | "writeThrottleEvents"
  | "systemErrors";

/** A DynamoDB table paid by request, encrypted, restorable to any second of the last 35 days. */
export class Table extends Construct implements ITable, IMonitored<TableMetric> {
  readonly resource: DynamodbTable;
  readonly name: string;
  readonly arn: string;
  /** The stream, for what reads it. Only tables with a `stream` have one. */
  readonly streamArn: string;
  readonly label: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TableProps,
  ) {
    super(scope, id);
    const { key, timeToLive, stream } = props;
    const { isProtected } = PlatformStack.of(this);
    checkKeyRegion(this, key);
    this.label = thingOf(this);
    const keys = new TableKeys(this, props);
    if (timeToLive !== undefined) this.checkTimeToLive(timeToLive, keys);
    this.resource = new DynamodbTable(this, "@table", {
      name: nameFor(this, "dynamodb-table", props.name),
      billingMode: "PAY_PER_REQUEST",
      hashKey: keys.partitionKey,
      ...(keys.sortKey === undefined ? {} : { rangeKey: keys.sortKey }),
      attribute: keys.attributes,
      ...(keys.globalIndexes.length > 0 ? { globalSecondaryIndex: [...keys.globalIndexes] } : {}),
      ...(keys.localIndexes.length > 0 ? { localSecondaryIndex: [...keys.localIndexes] } : {}),
      ...(timeToLive === undefined ? {} : { ttl: { enabled: true, attributeName: timeToLive } }),
      ...(stream ? { streamEnabled: true, streamViewType: STREAM_VIEWS[stream] } : {}),
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
      deletionProtectionEnabled: isProtected,
      lifecycle: { preventDestroy: isProtected },
    });
    this.name = this.resource.name;
    this.arn = this.resource.arn;
    this.streamArn = this.resource.streamArn;
  }

  get metrics(): Readonly<Record<TableMetric, Metric>> {
    const dimensions = { TableName: this.name };
    const { metric } = metricsOf(this, "AWS/DynamoDB", dimensions);
    const failures = (operation: string): Series => ({
      namespace: "AWS/DynamoDB",
      name: "SystemErrors",
      dimensions: { ...dimensions, Operation: operation },
      statistic: "Sum",
    });
    return {
      consumedReadCapacityUnits: metric("ConsumedReadCapacityUnits", "Sum", "Count"),
      consumedWriteCapacityUnits: metric("ConsumedWriteCapacityUnits", "Sum", "Count"),
      readThrottleEvents: metric("ReadThrottleEvents", "Sum", "Count"),
      writeThrottleEvents: metric("WriteThrottleEvents", "Sum", "Count"),
      systemErrors: {
        expression: `SUM([${OPERATIONS.map((_, index) => `m${index + 1}`).join(", ")}])`,
        label: "SystemErrors of all operations",
        of: Object.fromEntries(OPERATIONS.map((operation, index) => [`m${index + 1}`, failures(operation)])),
        unit: "Count",
        region: placeOf(this).region,
      },
    };
  }

  get recommended(): Limits<"readThrottleEvents" | "writeThrottleEvents" | "systemErrors"> {
    const throttled = (what: "reads" | "writes") => ({
      above: 0,
      for: "15 minutes" as const,
      severity: "warning" as const,
      impact: `${what} are slow, and fail when their retries are used up`,
      action:
        "look for a partition key that gets most of the requests, or for traffic that doubled within 30 minutes",
    });
    return {
      readThrottleEvents: throttled("reads"),
      writeThrottleEvents: throttled("writes"),
      systemErrors: {
        above: 0,
        for: "15 minutes",
        severity: "warning",
        impact: "some requests fail inside DynamoDB, and are retried by the SDKs",
        action: "check AWS Health for DynamoDB in the region",
      },
    };
  }

  grantRead(to: IGrantable): Grant {
    return allGrants(
      to.grant({ purpose: "ReadItems", actions: READ, resources: this.resources }, this),
      this.props.key.grantDecrypt(to, "dynamodb"),
    );
  }

  grantReadWrite(to: IGrantable): Grant {
    return allGrants(
      to.grant(
        { purpose: "ReadAndWriteItems", actions: [...READ, ...WRITE], resources: this.resources },
        this,
      ),
      this.props.key.grantEncryptDecrypt(to, "dynamodb"),
    );
  }

  /** Reads the stream of changes. */
  grantStreamRead(to: IGrantable): Grant {
    if (!this.props.stream) {
      report(this, {
        prop: "stream",
        value: undefined,
        allowed: "a stream, since grantStreamRead is called",
        fix: 'write for example stream: "new-and-old"',
      });
    }
    return allGrants(
      to.grant(
        {
          purpose: "ReadStream",
          actions: [
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
          ],
          // A stream that is turned off and on again has another ARN.
          resources: [`${this.arn}/stream/*`],
        },
        this,
      ),
      this.props.key.grantDecrypt(to, "dynamodb"),
    );
  }

  private get resources(): readonly string[] {
    const { indexes = {}, localIndexes = {} } = this.props;
    const count = Object.keys(indexes).length + Object.keys(localIndexes).length;
    return count > 0 ? [this.arn, `${this.arn}/index/*`] : [this.arn];
  }

  /** DynamoDB takes any attribute, and never deletes an item whose time is no number. */
  private checkTimeToLive(attribute: string, keys: TableKeys): void {
    const isKey = attribute === keys.partitionKey || attribute === keys.sortKey;
    const type = keys.typeOf(attribute) ?? "N";
    if (attribute.length >= 1 && attribute.length <= 255 && !isKey && type === "N") return;
    report(this, {
      prop: "timeToLive",
      value: attribute,
      allowed:
        "an attribute of 1 to 255 characters that is no key of the table, and of type N in keys of indexes",
      fix: 'write for example "expires_at"',
    });
  }
}
