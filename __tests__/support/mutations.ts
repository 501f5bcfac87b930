import type { Config, Schema } from "../../src/export";
import { parseTemplate, referencesIn } from "../../src/hcl";

/** Ways to write a resource differently, so that every type is seen in every form that JSON has for it. */

type Body = Record<string, unknown>;

/** What a mutation may look at. */
interface Subject {
  readonly type: string;
  readonly body: Body;
  readonly schema: Schema;
  /** Nobody refers to it: it may become several. */
  readonly isLeaf: boolean;
}

/** @returns the resource in another form; the same one where the form does not apply */
export type Mutation = (subject: Subject) => Body;

const odd = { Name: "x", 'q"uote': "a\\b", "a/b:c": "$${d} %%{e}", ünï: "😀\n", "": "empty" };

const blocksOf = ({ type, body, schema }: Subject) =>
  Object.keys(body).filter((name) => schema.resource(type)?.block(name) && name !== "timeouts");

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  unchanged: ({ body }) => body,
  dynamic(subject) {
    const blocks = blocksOf(subject);
    if (blocks.length === 0) return subject.body;
    const kept = Object.entries(subject.body).filter(([name]) => !blocks.includes(name));
    const dynamic = blocks.flatMap((name) =>
      list(subject.body[name]).map((content) => ({
        [name]: { for_each: ["${1}"], iterator: "it", content },
      })),
    );
    return { ...Object.fromEntries(kept), dynamic };
  },
  lists: (subject) => respell(subject, (value) => list(value)),
  objects: (subject) => respell(subject, (value) => (list(value).length === 1 ? list(value)[0] : value)),
  tags({ type, body, schema }) {
    const tagged = JSON.stringify(schema.resource(type)?.attribute("tags")) === '["map","string"]';
    return tagged ? { ...body, tags: odd } : body;
  },
  nulls({ type, body, schema }) {
    const block = schema.resource(type);
    const absent = ["description", "tags", "tags_all", "id", "arn", "name_prefix"].filter(
      (name) => block?.attribute(name) !== undefined && !(name in body),
    );
    return { ...body, ...Object.fromEntries(absent.map((name) => [name, null])) };
  },
  count: ({ body, isLeaf }) => (isLeaf ? { ...body, count: "${1+1}" } : body),
  forEach: ({ body, isLeaf }) => (isLeaf ? { ...body, for_each: '${toset(["a b","c"])}' } : body),
  provider: ({ type, body }) => (type.startsWith("aws_") ? { ...body, provider: "aws.again" } : body),
  lifecycle: ({ body }) => ({
    ...body,
    lifecycle: {
      ...(body.lifecycle as Body | undefined),
      postcondition: [{ condition: '${self!=null||"a"=="b"}', error_message: "None of ${1}." }],
    },
    depends_on: [...((body.depends_on as string[] | undefined) ?? []), "data.aws_partition.here"],
  }),
  expressions({ body }) {
    // A provider is an address, and no value.
    const plain = (name: string, value: unknown) =>
      name !== "provider" && typeof value === "string" && /^[A-Za-z0-9 ./_-]+$/.test(value);
    return Object.fromEntries(
      Object.entries(body).map(([name, value]) => [
        name,
        plain(name, value) ? `\${ true?"${value}" :null }` : value,
      ]),
    );
  },
};

function respell(subject: Subject, spelling: (value: unknown) => unknown): Body {
  const blocks = blocksOf(subject);
  const entries = Object.entries(subject.body);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, blocks.includes(name) ? spelling(value) : value]),
  );
}

/** Resources of a configuration, one by one. */
export function resourcesOf(
  config: Config,
): { readonly type: string; readonly name: string; readonly body: Body }[] {
  const byType = (config.resource ?? {}) as Record<string, Record<string, Body>>;
  return Object.entries(byType).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => ({ type, name, body })),
  );
}

/** A configuration in which each resource has its mutation. */
export function mutate(config: Config, mutations: readonly string[], schema: Schema): Config {
  const used = new Set(referencesEverywhere(config));
  const resource: Record<string, Record<string, Body>> = {};
  for (const [index, { type, name, body }] of resourcesOf(config).entries()) {
    const mutation = MUTATIONS[mutations[index] ?? ""];
    if (!mutation) throw new Error(`no mutation ${mutations[index]}`);
    const mutated = mutation({ type, body, schema, isLeaf: !used.has(`${type}.${name}`) });
    resource[type] = { ...resource[type], [name]: mutated };
  }
  return { ...config, resource };
}

/** What is referred to anywhere, `depends_on` included. */
function referencesEverywhere(value: unknown): string[] {
  if (typeof value === "string") {
    const inside = value.includes("${") ? referencesIn(parseTemplate(value)) : [value];
    return inside.map((reference) => reference.split(".").slice(0, 2).join("."));
  }
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap(referencesEverywhere)
    : [];
}
