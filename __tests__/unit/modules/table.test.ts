import { describe, expect, test } from "vitest";
import { EncryptionKey, Role } from "../../../modules/security";
import { Table, type TableProps } from "../../../modules/storage";
import { production, staging, statements, synthesize } from "../../support/synth";

const build = (
  change: Partial<TableProps> = {},
  use: (table: Table, role: () => Role) => void = () => {},
  environment = staging,
) =>
  synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    const table = new Table(stack, "orders", { key, partitionKey: "customer", ...change });
    use(table, () => new Role(stack, "role", { service: "ecs-tasks.amazonaws.com" }));
  }, environment);

describe("a table", () => {
  test("is paid by request, encrypted, restorable", () => {
    expect(build().resource("aws_dynamodb_table")).toEqual({
      name: "shop-test-orders",
      billing_mode: "PAY_PER_REQUEST",
      hash_key: "customer",
      attribute: [{ name: "customer", type: "S" }],
      point_in_time_recovery: { enabled: true },
      server_side_encryption: { enabled: true, kms_key_arn: "${aws_kms_key.key.arn}" },
      deletion_protection_enabled: false,
      lifecycle: { prevent_destroy: false },
    });
  });

  test("of production is protected twice", () => {
    expect(build({}, undefined, production).resource("aws_dynamodb_table")).toMatchObject({
      deletion_protection_enabled: true,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("everything on", () => {
    const table = build({
      name: { exact: "orders" },
      sortKey: { name: "created", type: "N" },
      indexes: {
        by_status: { partitionKey: "status", sortKey: { name: "created", type: "N" } },
        by_expiry: { partitionKey: "status", sortKey: { name: "expires", type: "N" }, projection: "keys" },
        by_hash: { partitionKey: { name: "hash", type: "B" }, projection: ["total", "state"] },
      },
      localIndexes: { by_total: { sortKey: { name: "total", type: "N" }, projection: "keys" } },
      timeToLive: "expires",
      stream: "new-and-old",
    }).resource("aws_dynamodb_table");
    expect(table).toMatchObject({
      name: "orders",
      hash_key: "customer",
      range_key: "created",
      attribute: [
        { name: "customer", type: "S" },
        { name: "created", type: "N" },
        { name: "status", type: "S" },
        { name: "expires", type: "N" },
        { name: "hash", type: "B" },
        { name: "total", type: "N" },
      ],
      global_secondary_index: [
        { name: "by_status", hash_key: "status", range_key: "created", projection_type: "ALL" },
        { name: "by_expiry", hash_key: "status", range_key: "expires", projection_type: "KEYS_ONLY" },
        {
          name: "by_hash",
          hash_key: "hash",
          projection_type: "INCLUDE",
          non_key_attributes: ["total", "state"],
        },
      ],
      local_secondary_index: [{ name: "by_total", range_key: "total", projection_type: "KEYS_ONLY" }],
      ttl: { enabled: true, attribute_name: "expires" },
      stream_enabled: true,
      stream_view_type: "NEW_AND_OLD_IMAGES",
    });
  });

  test.each([
    ["keys", "KEYS_ONLY"],
    ["new", "NEW_IMAGE"],
    ["old", "OLD_IMAGE"],
  ] as const)("puts %s into its stream", (stream, view) => {
    expect(build({ stream }).resource("aws_dynamodb_table").stream_view_type).toBe(view);
  });
});

describe("rights on a table", () => {
  const granted = (change: Partial<TableProps>, grant: (table: Table, role: Role) => unknown) =>
    statements(
      build(change, (table, role) => void grant(table, role())).resource("aws_iam_role_policy").policy,
    );
  const reads = ["BatchGetItem", "ConditionCheckItem", "DescribeTable", "GetItem", "Query", "Scan"];
  const actions = (...names: string[]) => names.map((name) => `dynamodb:${name}`);
  const arn = "${aws_dynamodb_table.orders.arn}";

  test("to read", () => {
    expect(granted({}, (table, role) => table.grantRead(role))).toEqual({
      ReadItems: { Sid: "ReadItems", Effect: "Allow", Action: actions(...reads), Resource: arn },
      DecryptWithKey: expect.objectContaining({
        Action: "kms:Decrypt",
        Condition: { StringEquals: { "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com" } },
      }),
    });
  });

  test("to read and write, indexes included", () => {
    const change = { indexes: { by_status: { partitionKey: "status" } } };
    expect(granted(change, (table, role) => table.grantReadWrite(role))).toEqual({
      ReadAndWriteItems: {
        Sid: "ReadAndWriteItems",
        Effect: "Allow",
        Action: actions(...reads, "BatchWriteItem", "DeleteItem", "PutItem", "UpdateItem"),
        Resource: [arn, `${arn}/index/*`],
      },
      EncryptAndDecryptWithKey: expect.objectContaining({
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Condition: { StringEquals: { "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com" } },
      }),
    });
  });

  test("to read the stream", () => {
    expect(granted({ stream: "keys" }, (table, role) => table.grantStreamRead(role))).toEqual({
      ReadStream: {
        Sid: "ReadStream",
        Effect: "Allow",
        Action: actions("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"),
        Resource: `${arn}/stream/*`,
      },
      DecryptWithKey: expect.objectContaining({
        Action: "kms:Decrypt",
        Condition: { StringEquals: { "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com" } },
      }),
    });
  });
});

test("what is watched of a table", () => {
  build({}, (table) => {
    expect(table.label).toBe("orders");
    expect(table.metrics.readThrottleEvents).toEqual({
      namespace: "AWS/DynamoDB",
      name: "ReadThrottleEvents",
      dimensions: { TableName: table.name },
      statistic: "Sum",
      unit: "Count",
      region: "eu-west-1",
    });
    expect(table.metrics).toMatchObject({
      writeThrottleEvents: { name: "WriteThrottleEvents" },
      consumedReadCapacityUnits: { name: "ConsumedReadCapacityUnits" },
      consumedWriteCapacityUnits: { name: "ConsumedWriteCapacityUnits" },
      systemErrors: {
        expression: "SUM([m1, m2, m3, m4, m5, m6, m7, m8, m9])",
        of: { m3: { name: "SystemErrors", dimensions: { Operation: "Query" } } },
      },
    });
    expect(table.recommended).toMatchObject({
      readThrottleEvents: { above: 0, impact: "reads are slow, and fail when their retries are used up" },
      writeThrottleEvents: { above: 0, severity: "warning" },
      systemErrors: { above: 0 },
    });
  });
});
