import type {
  DynamodbTableAttribute,
  DynamodbTableGlobalSecondaryIndex,
  DynamodbTableLocalSecondaryIndex,
} from "@cdktf/provider-aws/lib/dynamodb-table";
import type { IConstruct } from "constructs";
import { checkFormat, checkUnique } from "../../src/core";
import { report } from "../../src/engine";

/** Text, number or bytes. */
type KeyType = "S" | "N" | "B";

/** An attribute of keys: text, or with its type, `S` for text, `N` for numbers and `B` for bytes. */
export type KeyAttribute = string | { readonly name: string; readonly type: KeyType };

/** Attributes that an index holds besides the keys: all, none, or these, up to 20. */
export type Projection = "all" | "keys" | readonly string[];

/** Finds items by another key. It can be added and removed later. */
export interface TableIndex {
  readonly partitionKey: KeyAttribute;
  /** @default - items of a partition have no order */
  readonly sortKey?: KeyAttribute;
  /** @default "all" - every query gets whole items */
  readonly projection?: Projection;
}

/** Sorts the items of a partition by another attribute. It is made with the table, or not at all. */
export interface LocalIndex {
  readonly sortKey: KeyAttribute;
  /** @default "all" - every query gets whole items */
  readonly projection?: Projection;
}

/** Keys of a table and of its indexes. */
export interface KeysProps {
  /** Identifies an item, together with the sort key where there is one. Cannot be changed later. */
  readonly partitionKey: KeyAttribute;
  /** Orders the items of a partition. Cannot be changed later. @default - one item a partition */
  readonly sortKey?: KeyAttribute;
  /** Further keys, by the index's name of 3 to 255 characters; up to 20. @default - none */
  readonly indexes?: Readonly<Record<string, TableIndex>>;
  /** Further sort keys, by the index's name; up to 5, in tables with a sort key. Cannot be changed later. @default - none */
  readonly localIndexes?: Readonly<Record<string, LocalIndex>>;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const MOST_INDEXES = 20;
const MOST_LOCAL_INDEXES = 5;
const MOST_PROJECTED = 20;
const MOST_PROJECTED_IN_ALL = 100;

const ATTRIBUTE = {
  pattern: /^.{1,255}$/s,
  allowed: "1 to 255 characters",
  fix: 'write for example "order_id"',
};
const INDEX_NAME = {
  pattern: /^[\w.-]{3,255}$/,
  allowed: "3 to 255 letters, digits and characters of _.-",
  fix: 'write for example "by_customer"',
};

/** Attributes, keys and indexes as the provider takes them; each attribute is declared once. */
export class TableKeys {
  readonly partitionKey: string;
  readonly sortKey: string | undefined;
  readonly globalIndexes: readonly DynamodbTableGlobalSecondaryIndex[];
  readonly localIndexes: readonly DynamodbTableLocalSecondaryIndex[];
  private readonly types = new Map<string, KeyType>();

  constructor(
    private readonly construct: IConstruct,
    props: KeysProps,
  ) {
    const { indexes = {}, localIndexes = {} } = props;
    this.partitionKey = this.declare("partitionKey", props.partitionKey);
    this.sortKey = props.sortKey && this.declareSort("sortKey", props.sortKey, this.partitionKey);
    this.checkIndexes(props);
    this.globalIndexes = Object.entries(indexes).map(([name, { partitionKey, sortKey, projection }]) => {
      const prop = `indexes.${name}`;
      const hashKey = this.declare(`${prop}.partitionKey`, partitionKey);
      return {
        name,
        hashKey,
        ...(sortKey ? { rangeKey: this.declareSort(`${prop}.sortKey`, sortKey, hashKey) } : {}),
        ...this.project(prop, projection),
      };
    });
    this.localIndexes = Object.entries(localIndexes).map(([name, { sortKey, projection }]) => {
      const prop = `localIndexes.${name}`;
      const rangeKey = this.declareSort(`${prop}.sortKey`, sortKey, this.partitionKey);
      return { name, rangeKey, ...this.project(prop, projection) };
    });
  }

  get attributes(): DynamodbTableAttribute[] {
    return [...this.types].map(([name, type]) => ({ name, type }));
  }

  /** The type of an attribute that is part of a key. */
  typeOf(attribute: string): KeyType | undefined {
    return this.types.get(attribute);
  }

  /** @returns the attribute's name */
  private declare(prop: string, key: KeyAttribute): string {
    const { name, type } = typeof key === "string" ? { name: key, type: "S" as const } : key;
    checkFormat(this.construct, prop, name, ATTRIBUTE);
    const known = this.types.get(name) ?? type;
    if (known !== type) {
      report(this.construct, {
        prop,
        value: key,
        allowed: `type ${known}, which ${name} has in another key of the table`,
        fix: "give the attribute one type everywhere",
      });
    }
    this.types.set(name, known);
    return name;
  }

  private declareSort(prop: string, key: KeyAttribute, partitionKey: string): string {
    const name = this.declare(prop, key);
    if (name === partitionKey) {
      report(this.construct, {
        prop,
        value: name,
        allowed: "another attribute than the partition key",
        fix: "name another attribute",
      });
    }
    return name;
  }

  private checkIndexes({ sortKey, indexes = {}, localIndexes = {} }: KeysProps): void {
    const names = [...Object.keys(indexes), ...Object.keys(localIndexes)];
    for (const name of names) checkFormat(this.construct, "indexes", name, INDEX_NAME);
    checkUnique(this.construct, "indexes", names);
    this.checkCount("indexes", Object.keys(indexes).length, MOST_INDEXES);
    this.checkCount("localIndexes", Object.keys(localIndexes).length, MOST_LOCAL_INDEXES);
    const projected = [...Object.values(indexes), ...Object.values(localIndexes)].flatMap(({ projection }) =>
      typeof projection === "object" ? projection : [],
    );
    this.checkCount("projection", projected.length, MOST_PROJECTED_IN_ALL);
    if (sortKey || Object.keys(localIndexes).length === 0) return;
    report(this.construct, {
      prop: "localIndexes",
      value: Object.keys(localIndexes),
      allowed: "none, since the table has no sort key",
      fix: "give the table a sortKey, or write them as indexes",
    });
  }

  private checkCount(prop: string, count: number, most: number): void {
    if (count <= most) return;
    report(this.construct, {
      prop,
      value: count,
      allowed: `at most ${most} in a table`,
      fix: "remove some, or make another table",
    });
  }

  private project(prop: string, projection: Projection = "all") {
    if (typeof projection === "string") {
      return { projectionType: projection === "all" ? "ALL" : "KEYS_ONLY" };
    }
    checkUnique(this.construct, `${prop}.projection`, projection);
    if (projection.length < 1 || projection.length > MOST_PROJECTED) {
      report(this.construct, {
        prop: `${prop}.projection`,
        value: projection,
        allowed: `1 to ${MOST_PROJECTED} attributes`,
        fix: 'write "all" or "keys" instead',
      });
    }
    for (const attribute of projection) {
      checkFormat(this.construct, `${prop}.projection`, attribute, ATTRIBUTE);
    }
    return { projectionType: "INCLUDE", nonKeyAttributes: [...projection] };
  }
}
