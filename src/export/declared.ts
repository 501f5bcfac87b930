import { BodyWriter, bodiesOf, type JsonBody, type Shape } from "./body";
import type { Block } from "./document";
import type { Faults } from "./faults";
import * as language from "./language";
import type { Schema } from "./schema";
import type { Types } from "./types";

/** A block of a configuration, and where it belongs. */
export interface Declared {
  readonly block: Block;
  /** Section of the configuration it comes from, e.g. `resource`. */
  readonly section: string;
  /** `aws_vpc.main`, `data.aws_region.current`: how others refer to it. Undefined for what nothing refers to. */
  readonly address: string | undefined;
  /** Construct path, where the configuration tells it. */
  readonly path: string | undefined;
}

/** A resolved Terraform configuration, as it stands in `cdk.tf.json`. */
export type Config = Readonly<Record<string, unknown>>;

/** Sections whose blocks have no schema of a provider, with their labels. */
const PLAIN: Readonly<Record<string, { readonly labels: number; readonly spec: language.Spec }>> = {
  variable: { labels: 1, spec: language.VARIABLE },
  output: { labels: 1, spec: language.OUTPUT },
  locals: { labels: 0, spec: language.LOCALS },
  module: { labels: 1, spec: language.MODULE },
  moved: { labels: 0, spec: language.MOVED },
  import: { labels: 0, spec: language.IMPORT },
  removed: { labels: 0, spec: language.REMOVED },
};

/** Sections of blocks that have a type and a name, and what stands before their addresses. */
const TYPED = {
  resource: { spec: language.RESOURCE, prefix: "" },
  data: { spec: language.READ, prefix: "data." },
  ephemeral: { spec: language.READ, prefix: "ephemeral." },
} as const;

/** Every block of a configuration. What is not known is a fault. */
export function declaredIn(config: Config, schema: Schema, types: Types, faults: Faults): Declared[] {
  return new Reader(config, schema, new BodyWriter(types)).all(faults);
}

class Reader {
  constructor(
    private readonly config: Config,
    private readonly schema: Schema,
    private readonly writer: BodyWriter,
  ) {}

  all(faults: Faults): Declared[] {
    return Object.entries(this.config).flatMap(([section, json]) => {
      const inside = faults.inside(section);
      if (section === "//") return [];
      if (section === "terraform") return this.terraform(json, inside);
      if (section === "provider")
        return this.section(section, json, 1, inside, (labels, at) => this.provider(labels, at));
      if (section === "check") return this.checks(json, inside);
      if (section in TYPED) {
        const kind = section as keyof typeof TYPED;
        return this.section(kind, json, 2, inside, ([type = ""], at) => this.typed(kind, type, at));
      }
      const plain = PLAIN[section];
      if (plain) return this.section(section, json, plain.labels, inside, () => ({ spec: plain.spec }));
      inside.add("is not known to the writer");
      return [];
    });
  }

  private section(
    section: string,
    json: unknown,
    labels: number,
    faults: Faults,
    shapeOf: (labels: readonly string[], faults: Faults) => Shape | undefined,
  ): Declared[] {
    return bodiesOf(json, labels, faults).flatMap((found) => {
      const shape = shapeOf(found.labels, found.faults);
      if (!shape) return [];
      const body = this.writer.body(found.body, shape, found.faults);
      const block: Block = { kind: "block", type: section, labels: found.labels, body };
      return [{ block, section, address: addressOf(section, found), path: pathOf(found.body) }];
    });
  }

  private typed(kind: keyof typeof TYPED, type: string, faults: Faults): Shape | undefined {
    const schema = this.schema[kind](type);
    if (schema) return { spec: TYPED[kind].spec, schema };
    faults.add(`no provider of the schema digest has ${kind === "resource" ? "a resource" : kind} ${type}`);
    return undefined;
  }

  private provider([name = ""]: readonly string[], faults: Faults): Shape | undefined {
    const terraform = (this.config.terraform ?? {}) as Config;
    const required = (terraform.required_providers ?? {}) as Readonly<
      Record<string, { readonly source?: string }>
    >;
    const source = required[name]?.source ?? "";
    const schema = this.schema.provider(source);
    if (schema) return { spec: language.PROVIDER, schema };
    faults.add(
      `the schema digest has no provider ${JSON.stringify(source)}, which is what required_providers says`,
    );
    return undefined;
  }

  private checks(json: unknown, faults: Faults): Declared[] {
    return bodiesOf(json, 1, faults).map(({ labels, body, faults }) => {
      const { data, ...rest } = body;
      const read = this.section("data", data ?? null, 2, faults.inside("data"), ([type = ""], at) =>
        this.typed("data", type, at),
      );
      const own = this.writer.body(rest, { spec: language.CHECK }, faults);
      const block: Block = {
        kind: "block",
        type: "check",
        labels,
        body: [...read.map(({ block }) => [block]), ...own],
      };
      return { block, section: "check", address: undefined, path: pathOf(body) };
    });
  }

  /** Versions in one block, the backend in another: they stand in files of their own. */
  private terraform(json: unknown, faults: Faults): Declared[] {
    return bodiesOf(json, 0, faults).flatMap(({ body, faults }) => {
      const { backend, cloud, ...versions } = body;
      const backends = bodiesOf(backend ?? null, 1, faults.inside("backend")).flatMap(
        ({ labels, body, faults }) => this.backend(labels, body, faults),
      );
      const clouds = this.writer.blocks(
        "cloud",
        cloud ?? null,
        0,
        { spec: language.CLOUD },
        faults.inside("cloud"),
      );
      const parts = [
        ["versions", this.writer.body(versions, { spec: language.TERRAFORM }, faults)],
        ...[...backends, ...clouds].map((block) => ["backend", [[block]]]),
      ] as const;
      return parts
        .filter(([, groups]) => groups.length > 0)
        .map(([section, groups]) => ({
          block: { kind: "block", type: "terraform", labels: [], body: groups } as Block,
          section: section as string,
          address: undefined,
          path: undefined,
        }));
    });
  }

  private backend(labels: readonly string[], body: JsonBody, faults: Faults): Block[] {
    const [type = ""] = labels;
    const spec = language.backend(type);
    if (spec)
      return [{ kind: "block", type: "backend", labels, body: this.writer.body(body, { spec }, faults) }];
    faults.add(
      "nobody publishes which arguments of this backend are blocks: only those of s3, local, http and remote are known",
    );
    return [];
  }
}

function addressOf(
  section: string,
  { labels, body }: { labels: readonly string[]; body: JsonBody },
): string | undefined {
  if (section in TYPED) return `${TYPED[section as keyof typeof TYPED].prefix}${labels.join(".")}`;
  if (section === "variable") return `var.${labels[0]}`;
  if (section === "output" || section === "module") return `${section}.${labels[0]}`;
  // What a move or an import is about.
  return section === "moved" || section === "import" ? String(body.to) : undefined;
}

/** The construct path that synthesis leaves in a block. */
function pathOf(body: JsonBody): string | undefined {
  const { metadata } = (body["//"] ?? {}) as { readonly metadata?: { readonly path?: string } };
  return metadata?.path;
}
