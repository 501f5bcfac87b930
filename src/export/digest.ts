import { z } from "zod";

/**
 * The part of `terraform providers schema -json` that a writer of HCL needs: which arguments are blocks, and which
 * values are texts. Blocks that are equal, as most of AWS's nested ones are, stand in it once.
 */

/** A type: a primitive, a collection of something, or an object whose attributes stand in another line. */
export type Type = string | readonly ["list" | "set" | "map", Type] | readonly ["object", number];

/** A line of the digest: a block, or an object type. */
export interface BlockDigest {
  /** Names of arguments and results by primitive type. */
  readonly string?: readonly string[];
  readonly number?: readonly string[];
  readonly bool?: readonly string[];
  /** Those of all other types. */
  readonly other?: Readonly<Record<string, Type>>;
  /** Lines of the nested blocks. */
  readonly blocks?: Readonly<Record<string, number>>;
}

/** The first line: what was digested, and the lines of providers, resources and so on by their names. */
export interface DigestIndex {
  readonly providers: Readonly<Record<string, number>>;
  readonly resource: Readonly<Record<string, number>>;
  readonly data: Readonly<Record<string, number>>;
  readonly ephemeral: Readonly<Record<string, number>>;
}

interface Block {
  attributes: Record<string, { type?: unknown }>;
  block_types: Record<string, { block: Block }>;
}
const EMPTY: Block = { attributes: {}, block_types: {} };
const Block: z.ZodType<Block> = z.lazy(() =>
  z.object({
    attributes: z.record(z.string(), z.object({ type: z.unknown() })).default({}),
    block_types: z.record(z.string(), z.object({ block: Block.default(EMPTY) })).default({}),
  }),
);
const Schema = z.object({ block: Block });
const Schemas = z.record(z.string(), Schema).default({});
const ProvidersSchema = z.object({
  provider_schemas: z.record(
    z.string(),
    z.object({
      provider: Schema.partial().default({}),
      resource_schemas: Schemas,
      data_source_schemas: Schemas,
      ephemeral_resource_schemas: Schemas,
    }),
  ),
});

/** Turns the answer of `terraform providers schema -json` into the digest's text: one line of JSON per block. */
export function digest(answer: unknown): string {
  const { provider_schemas } = ProvidersSchema.parse(answer);
  const lines = new Lines();
  const sources = Object.keys(provider_schemas).sort();
  const all = (kind: "resource_schemas" | "data_source_schemas" | "ephemeral_resource_schemas") =>
    byName(
      Object.assign({}, ...sources.map((source) => provider_schemas[source]?.[kind])),
      ({ block }: { block: Block }) => lines.addBlock(block),
    );
  const index: DigestIndex = {
    providers: byName(provider_schemas, ({ provider }) => lines.addBlock(provider.block ?? EMPTY)),
    resource: all("resource_schemas"),
    data: all("data_source_schemas"),
    ephemeral: all("ephemeral_resource_schemas"),
  };
  return `${[JSON.stringify(index), ...lines.all].join("\n")}\n`;
}

/** Lines of which no two are equal. */
class Lines {
  readonly all: string[] = [];
  private readonly known = new Map<string, number>();

  addBlock({ attributes, block_types }: Block): number {
    const blocks = byName(block_types, ({ block }) => this.addBlock(block));
    return this.add({
      ...this.attributes(byName(attributes, ({ type }) => type)),
      ...unlessEmpty({ blocks }),
    });
  }

  private attributes(types: Record<string, unknown>): BlockDigest {
    const primitive: Record<string, string[]> = {};
    const other: Record<string, Type> = {};
    for (const [name, given] of Object.entries(types)) {
      const type = this.type(given);
      if (typeof type === "string" && type !== "dynamic")
        primitive[type] = [...(primitive[type] ?? []), name];
      else other[name] = type;
    }
    return { ...primitive, ...unlessEmpty({ other }) };
  }

  private type(given: unknown): Type {
    if (!Array.isArray(given)) return z.string().parse(given);
    const [kind, inner] = given;
    if (kind === "object") return [kind, this.add(this.attributes(byName(inner, (type) => type)))];
    return [z.enum(["list", "set", "map"]).parse(kind), this.type(inner)];
  }

  private add(line: BlockDigest): number {
    const text = JSON.stringify(line);
    const at = this.known.get(text) ?? this.all.push(text);
    this.known.set(text, at);
    return at;
  }
}

/** A table with sorted names and other values. */
function byName<T, R>(table: Readonly<Record<string, T>>, value: (value: T) => R): Record<string, R> {
  return Object.fromEntries(
    Object.keys(table)
      .sort()
      .map((name) => [name, value(table[name] as T)]),
  );
}

function unlessEmpty<T extends Record<string, object>>(table: T): Partial<T> {
  return Object.keys(Object.values(table)[0] ?? {}).length > 0 ? table : {};
}
