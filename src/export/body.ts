import type { Attribute, Block, Item } from "./document";
import type { Faults } from "./faults";
import type { Spec } from "./language";
import { isName } from "./literal";
import type { BlockSchema } from "./schema";
import type { Types } from "./types";
import { exprOf, type Reading } from "./value";

/** What a block is made of: Terraform's own part, and the part of a provider. */
export interface Shape {
  readonly spec: Spec;
  readonly schema?: BlockSchema | undefined;
}

/** A JSON object that stands for the content of a block. */
export type JsonBody = Readonly<Record<string, unknown>>;

/** Which nested blocks follow all others: what Terraform does with a resource, after what the resource is. */
const AFTER_OTHERS = ["connection", "provisioner", "lifecycle"];

/** Writes the content of blocks. */
export class BodyWriter {
  constructor(private readonly types: Types) {}

  /** The content of a block, in the groups in which people write it. */
  body(json: JsonBody, shape: Shape, faults: Faults): Item[][] {
    const attributes = new Map<string, Attribute>();
    const blocks: Block[] = [];
    for (const [name, value] of Object.entries(json)) {
      // A comment, which only means something to whom it is meant for.
      if (name === "//") continue;
      const inside = faults.inside(name);
      const reading = this.readingOf(name, shape);
      if (reading) {
        const expr = exprOf(value, reading, this.types, inside);
        attributes.set(name, { kind: "attribute", name, value: expr });
      } else blocks.push(...this.nested(name, value, shape, inside));
    }
    return arrange(attributes, blocks, shape.spec);
  }

  /** Blocks of a type, from an object, a list of objects, or either of them below labels. */
  blocks(type: string, json: unknown, labels: number, shape: Shape, faults: Faults): Block[] {
    return bodiesOf(json, labels, faults).map(({ labels, body, faults }) => ({
      kind: "block",
      type,
      labels,
      body: this.body(body, shape, faults),
    }));
  }

  /** Undefined for what is a block, or unknown. */
  private readingOf(name: string, { spec, schema }: Shape): Reading | undefined {
    const own = spec.arguments?.[name];
    if (own) return own;
    // Also where people may write blocks: in JSON Terraform reads a list, of which nothing may be missing.
    if (schema?.attribute(name) !== undefined) return "expression";
    return spec.others && !spec.blocks?.[name] && isName(name) ? spec.others : undefined;
  }

  private nested(name: string, value: unknown, shape: Shape, faults: Faults): Block[] {
    const own = shape.spec.blocks?.[name];
    if (own) return this.blocks(name, value, own.labels, { spec: own.spec }, faults);
    const { schema } = shape;
    if (name === "dynamic" && schema) return this.dynamic(value, schema, faults);
    const nested = schema?.block(name);
    if (nested) return this.blocks(name, value, 0, { spec: {}, schema: nested }, faults);
    faults.add("is not known here");
    return [];
  }

  private dynamic(json: unknown, schema: BlockSchema, faults: Faults): Block[] {
    return bodiesOf(json, 1, faults).map(({ labels, body, faults }) => {
      const content = schema.block(labels[0] ?? "") ?? schema.attributeAsBlock(labels[0] ?? "");
      if (!content) faults.add("is not known here");
      const spec: Spec = {
        arguments: { for_each: "expression", iterator: "reference", labels: "expression" },
      };
      const { content: inner, ...rest } = body;
      const block = this.blocks("content", inner, 0, { spec: {}, schema: content }, faults.inside("content"));
      return { kind: "block", type: "dynamic", labels, body: [...this.body(rest, { spec }, faults), block] };
    });
  }
}

interface Labelled {
  readonly labels: readonly string[];
  readonly body: JsonBody;
  readonly faults: Faults;
}

/** Objects, with the labels above them. Null stands for no block. */
export function bodiesOf(
  json: unknown,
  labels: number,
  faults: Faults,
  above: readonly string[] = [],
): Labelled[] {
  if (json === null) return [];
  if (Array.isArray(json))
    return json.flatMap((item, index) => bodiesOf(item, labels, faults.inside(String(index)), above));
  if (typeof json !== "object") {
    faults.add(`${JSON.stringify(json)} is no block: Terraform wants an object, or a list of objects`);
    return [];
  }
  const body = json as JsonBody;
  if (labels === 0) return [{ labels: above, body, faults }];
  return Object.entries(body)
    .filter(([label]) => label !== "//")
    .flatMap(([label, inner]) => bodiesOf(inner, labels - 1, faults.inside(label), [...above, label]));
}

/** By the custom of the trade a name begins the list of arguments, and tags end it. */
const placeOf = (name: string) => (name === "name" ? -1 : name === "tags" ? 1 : 0);

/** Groups: what decides about instances, arguments, blocks one by one, and what it all waits for. */
function arrange(attributes: Map<string, Attribute>, blocks: readonly Block[], spec: Spec): Item[][] {
  const { first = [], last = [] } = spec;
  const take = (names: readonly string[]) => names.flatMap((name) => attributes.get(name) ?? []);
  const known = Object.keys(spec.arguments ?? {}).filter((name) => ![...first, ...last].includes(name));
  const others = [...attributes.keys()].filter((name) => !(name in (spec.arguments ?? {})));
  const sorted = others.sort((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1));
  const rank = ({ type }: Block) => AFTER_OTHERS.indexOf(type);
  const ordered = [...blocks].sort((a, b) => rank(a) - rank(b));
  return [take(first), take([...known, ...sorted]), ...ordered.map((block) => [block]), take(last)].filter(
    (group) => group.length > 0,
  );
}
