import { Redis, type RedisProps } from "../../../modules/cache";
import { Postgres, type PostgresProps } from "../../../modules/database";
import { Network } from "../../../modules/networking";
import { EncryptionKey } from "../../../modules/security";
import { Bucket, type BucketProps, Table, type TableProps } from "../../../modules/storage";
import { type Environment, PlatformStack } from "../../../src/core";
import type { Landform } from "../../../src/engine";
import { shop } from "./shop";

/** What is changed of what keeps data. */
export interface StoreChoices {
  readonly environment?: Partial<Environment>;
  readonly zones: readonly ("a" | "b" | "c")[];
  readonly database: Omit<PostgresProps, "network" | "key" | "databaseName" | "masterUsername">;
  readonly cache: Omit<RedisProps, "network" | "key">;
  readonly bucket: Omit<BucketProps, "key">;
  readonly table: Omit<TableProps, "key">;
}

/** What keeps the data of the shop. */
export class Store extends PlatformStack {
  constructor(app: Landform, choices: StoreChoices) {
    super(app, {
      platform: shop,
      name: "data",
      tier: "staging",
      region: "us-east-1",
      ...choices.environment,
    });
    const key = new EncryptionKey(this, "key");
    const network = new Network(this, "network", {
      cidr: "10.1.0.0/16",
      key,
      nat: "single",
      zones: choices.zones,
    });
    const common = { network, key };
    new Postgres<string>(this, "database", {
      ...common,
      databaseName: "shop",
      masterUsername: "shop_admin",
      ...choices.database,
    });
    new Redis(this, "cache", { ...common, ...choices.cache });
    new Bucket(this, "media", { key, ...choices.bucket });
    new Table(this, "carts", { key, ...choices.table });
  }
}
