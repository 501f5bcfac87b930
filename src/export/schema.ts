import type { BlockDigest, DigestIndex, Type } from "./digest";

/** What providers say of their blocks, read from the digest line by line as it is asked for. */
export class Schema {
  private readonly lines: readonly string[];
  private readonly index: DigestIndex;
  private readonly known = new Map<number, BlockSchema>();

  /** @param digest content of schema.jsonl */
  constructor(digest: string) {
    this.lines = digest.split("\n");
    this.index = JSON.parse(this.lines[0] ?? "") as DigestIndex;
  }

  /** @param source fully qualified, e.g. `registry.terraform.io/hashicorp/aws` */
  provider(source: string): BlockSchema | undefined {
    return this.at(this.index.providers[source]);
  }

  resource(type: string): BlockSchema | undefined {
    return this.at(this.index.resource[type]);
  }

  data(type: string): BlockSchema | undefined {
    return this.at(this.index.data[type]);
  }

  ephemeral(type: string): BlockSchema | undefined {
    return this.at(this.index.ephemeral[type]);
  }

  /** The object type, or block, of a line. */
  at(line: number | undefined): BlockSchema | undefined {
    if (line === undefined) return undefined;
    const known = this.known.get(line);
    if (known) return known;
    const block = new BlockSchema(this, JSON.parse(this.lines[line] ?? "") as BlockDigest);
    this.known.set(line, block);
    return block;
  }
}

/** What can stand in a block, or in an object. */
export class BlockSchema {
  private readonly types = new Map<string, Type>();

  constructor(
    private readonly schema: Schema,
    private readonly digest: BlockDigest,
  ) {
    for (const type of ["string", "number", "bool"] as const) {
      for (const name of digest[type] ?? []) this.types.set(name, type);
    }
    for (const [name, type] of Object.entries(digest.other ?? {})) this.types.set(name, type);
  }

  /** Type of an argument or a result. */
  attribute(name: string): Type | undefined {
    return this.types.get(name);
  }

  block(name: string): BlockSchema | undefined {
    return this.schema.at(this.digest.blocks?.[name]);
  }

  /** The object in a list or set of objects, which `dynamic` makes as if they were blocks. */
  attributeAsBlock(name: string): BlockSchema | undefined {
    const type = this.types.get(name);
    if (!Array.isArray(type) || (type[0] !== "list" && type[0] !== "set")) return undefined;
    return this.objectOf(type[1] as Type);
  }

  /** Attributes of an object type. */
  objectOf(type: Type): BlockSchema | undefined {
    return Array.isArray(type) && type[0] === "object" ? this.schema.at(type[1] as number) : undefined;
  }
}
