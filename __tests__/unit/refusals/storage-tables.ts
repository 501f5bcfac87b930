import { EncryptionKey, Role } from "../../../modules/security";
import { Table, type TableProps } from "../../../modules/storage";
import type { PlatformStack } from "../../../src/core";
import { type Refusal, refusal } from "./refusal";

const makeTable = (stack: PlatformStack, props: Partial<TableProps>) =>
  new Table(stack, "orders", { key: new EncryptionKey(stack, "key"), partitionKey: "id", ...props });

const table = (
  what: string,
  props: Partial<TableProps>,
  prop: string,
  allowed: string,
  fix: string,
): Refusal => refusal(what, (stack) => void makeTable(stack, props), "orders", prop, allowed, fix);

const rename = "change the name, or the platform's naming";
const attribute = "1 to 255 characters";
const key = 'write for example "order_id"';
const indexName = "3 to 255 letters, digits and characters of _.-";
const byCustomer = 'write for example "by_customer"';
const removeSome = "remove some, or make another table";
const timeToLive =
  "an attribute of 1 to 255 characters that is no key of the table, and of type N in keys of indexes";
const expires = 'write for example "expires_at"';
const many = <T>(count: number, one: (index: number) => T) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`index${index}`, one(index)]));

/** Wrong inputs of tables. */
export const tables: readonly Refusal[] = [
  table(
    "a table's name of two letters",
    { name: { exact: "ab" } },
    "name",
    "a name for a dynamodb-table: /^[\\w.-]{3,}$/",
    rename,
  ),
  table("a key without a name", { partitionKey: "" }, "partitionKey", attribute, key),
  table(
    "a sort key with a long name",
    { sortKey: { name: "x".repeat(256), type: "N" } },
    "sortKey",
    attribute,
    key,
  ),
  table(
    "one attribute as both keys",
    { sortKey: "id" },
    "sortKey",
    "another attribute than the partition key",
    "name another attribute",
  ),
  table(
    "one attribute as both keys of an index",
    { indexes: { by_status: { partitionKey: "status", sortKey: "status" } } },
    "indexes.by_status.sortKey",
    "another attribute than the partition key",
    "name another attribute",
  ),
  table(
    "a local index sorted by the partition key",
    { sortKey: "created", localIndexes: { by_id: { sortKey: "id" } } },
    "localIndexes.by_id.sortKey",
    "another attribute than the partition key",
    "name another attribute",
  ),
  table(
    "an attribute of two types",
    { sortKey: { name: "created", type: "N" }, indexes: { by_created: { partitionKey: "created" } } },
    "indexes.by_created.partitionKey",
    "type N, which created has in another key of the table",
    "give the attribute one type everywhere",
  ),
  table(
    "an index with a short name",
    { indexes: { ix: { partitionKey: "status" } } },
    "indexes",
    indexName,
    byCustomer,
  ),
  table(
    "a local index with a blank in its name",
    { sortKey: "created", localIndexes: { "by total": { sortKey: "total" } } },
    "indexes",
    indexName,
    byCustomer,
  ),
  table(
    "two indexes of one name",
    {
      sortKey: "created",
      indexes: { by_total: { partitionKey: "total" } },
      localIndexes: { by_total: { sortKey: "total" } },
    },
    "indexes",
    "each once",
    "remove the duplicates",
  ),
  table(
    "21 indexes",
    { indexes: many(21, () => ({ partitionKey: "status" })) },
    "indexes",
    "at most 20 in a table",
    removeSome,
  ),
  table(
    "6 local indexes",
    { sortKey: "created", localIndexes: many(6, () => ({ sortKey: "total" })) },
    "localIndexes",
    "at most 5 in a table",
    removeSome,
  ),
  table(
    "101 projected attributes",
    {
      indexes: many(6, (index) => ({
        partitionKey: "status",
        projection: Array.from({ length: index === 5 ? 1 : 20 }, (_, number) => `a${number}`),
      })),
    },
    "projection",
    "at most 100 in a table",
    removeSome,
  ),
  table(
    "a local index of a table without a sort key",
    { localIndexes: { by_total: { sortKey: "total" } } },
    "localIndexes",
    "none, since the table has no sort key",
    "give the table a sortKey, or write them as indexes",
  ),
  ...[0, 21].map((count) =>
    table(
      `a projection of ${count} attributes`,
      {
        indexes: {
          by_status: {
            partitionKey: "status",
            projection: Array.from({ length: count }, (_, number) => `a${number}`),
          },
        },
      },
      "indexes.by_status.projection",
      "1 to 20 attributes",
      'write "all" or "keys" instead',
    ),
  ),
  table(
    "an attribute projected twice",
    { indexes: { by_status: { partitionKey: "status", projection: ["total", "total"] } } },
    "indexes.by_status.projection",
    "each once",
    "remove the duplicates",
  ),
  table("items that expire by their key", { timeToLive: "id" }, "timeToLive", timeToLive, expires),
  table(
    "items that expire by a text",
    { timeToLive: "expires", indexes: { by_expiry: { partitionKey: "expires" } } },
    "timeToLive",
    timeToLive,
    expires,
  ),
  table("items that expire by nothing", { timeToLive: "" }, "timeToLive", timeToLive, expires),
  refusal(
    "the right to a stream that is not there",
    (stack) =>
      void makeTable(stack, {}).grantStreamRead(new Role(stack, "role", { service: "ecs.amazonaws.com" })),
    "orders",
    "stream",
    "a stream, since grantStreamRead is called",
    'write for example stream: "new-and-old"',
  ),
];
