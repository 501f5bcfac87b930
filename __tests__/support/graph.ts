import type { Json } from "../../src/engine";
import { parseTemplate, referencesIn } from "../../src/hcl";

/** A resource of a stack, e.g. `aws_lb.edge`. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  readonly body: Json;
}

/** What Terraform makes of a stack, and in which order: references and `depends_on`, whatever they are about. */
export class Graph {
  readonly resources: readonly Resource[];
  private readonly edges = new Map<string, ReadonlySet<string>>();
  private readonly reached = new Map<string, ReadonlySet<string>>();

  constructor(config: Json) {
    const sections = [
      ["", config.resource],
      ["data.", config.data],
      ["ephemeral.", config.ephemeral],
    ] as const;
    const bodies = new Map<string, unknown>();
    for (const [prefix, section] of sections)
      for (const [type, named] of Object.entries((section ?? {}) as Record<string, Record<string, Json>>))
        for (const [name, body] of Object.entries(named)) bodies.set(`${prefix}${type}.${name}`, body);
    for (const [name, value] of Object.entries((config.locals ?? {}) as Json))
      bodies.set(`local.${name}`, value);
    for (const [address, body] of bodies)
      this.edges.set(address, new Set(mentions(body).filter((other) => bodies.has(other))));
    this.resources = [...bodies].flatMap(([address, body]) => {
      const [type = ""] = address.split(".");
      return ["data", "ephemeral", "local"].includes(type) ? [] : [{ address, type, body: body as Json }];
    });
  }

  all(type: string): readonly Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The resources that a value refers to, of one type or of any. */
  named(value: unknown, type?: string): readonly Resource[] {
    const addresses = new Set(mentions(value));
    return this.resources.filter(
      (resource) => addresses.has(resource.address) && (type === undefined || resource.type === type),
    );
  }

  /** The resources of a type that refer to another in one of their arguments. */
  about(type: string, argument: string, { address }: Resource): readonly Resource[] {
    return this.all(type).filter(({ body }) => mentions(body[argument]).includes(address));
  }

  /** Whether Terraform makes one thing after another. */
  waits(one: Resource, other: Resource): boolean {
    return this.before(one.address).has(other.address);
  }

  private before(address: string): ReadonlySet<string> {
    const known = this.reached.get(address);
    if (known) return known;
    const found = new Set<string>();
    this.reached.set(address, found);
    for (const next of this.edges.get(address) ?? []) {
      found.add(next);
      for (const further of this.before(next)) found.add(further);
    }
    return found;
  }
}

/** What a value refers to, as addresses. */
function mentions(value: unknown, within = ""): string[] {
  if (typeof value === "string") {
    if (within === "depends_on") return [value];
    return value.includes("${") ? referencesIn(parseTemplate(value)).map(addressOf) : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === "//" ? [] : mentions(one, Array.isArray(value) ? within : key),
  );
}

function addressOf(reference: string): string {
  const words = reference.split(".");
  return words.slice(0, ["data", "ephemeral"].includes(words[0] ?? "") ? 3 : 2).join(".");
}
