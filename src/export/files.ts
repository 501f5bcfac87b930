import { referencesOf } from "../hcl";
import type { Declared } from "./declared";
import type { Block } from "./document";

/** Where blocks go that belong to no module. */
const FILES: Readonly<Record<string, string>> = {
  versions: "versions.tf",
  backend: "backend.tf",
  provider: "providers.tf",
  variable: "variables.tf",
  output: "outputs.tf",
  locals: "locals.tf",
  check: "checks.tf",
  moved: "moved.tf",
  import: "imports.tf",
  removed: "removed.tf",
};

/** Blocks by file, each with its construct path as its comment. @param stack name of the stack, which begins every path */
export function intoFiles(declared: readonly Declared[], stack: string): Map<string, Block[]> {
  const paths = new Map(
    declared.map(({ address, path, section }) => [section === "moved" ? undefined : address, path]),
  );
  const files = new Map<string, Declared[]>();
  for (const one of declared) {
    const path = one.path ?? paths.get(one.address) ?? stack;
    const file = FILES[one.section] ?? moduleFile(path);
    files.set(file, [...(files.get(file) ?? []), { ...one, block: { ...one.block, comment: path } }]);
  }
  const sorted = [...files].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted.map(([file, blocks]) => [file, inReadingOrder(blocks).map(({ block }) => block)]));
}

/** `network.tf` for everything in the module `network`; what stands in the stack itself goes to `main.tf`. */
function moduleFile(path: string): string {
  const [, module = "", ...rest] = path.split("/");
  if (rest.length === 0) return "main.tf";
  const name = module.toLowerCase().replaceAll(/[^a-z0-9_-]/g, "_");
  // Terraform merges files of such names into what they seem to override.
  return name === "override" || name.endsWith("_override") ? `${name}_module.tf` : `${name}.tf`;
}

/** What others refer to stands before them; parts of one construct, then things of one type, stand together where they can. */
function inReadingOrder(blocks: readonly Declared[]): Declared[] {
  const waiting = new Map(
    [...blocks].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1)).map((one) => [one, new Set<Declared>()]),
  );
  const byAddress = new Map(blocks.flatMap((one) => (one.address ? [[one.address, one] as const] : [])));
  for (const [one, before] of waiting) {
    for (const reference of referencesIn(one.block)) {
      const other = byAddress.get(addressIn(reference));
      if (other && other !== one) before.add(other);
    }
  }
  const ordered: Declared[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting].filter(([, before]) => before.size === 0).map(([one]) => one);
    const last = ordered.at(-1);
    const near =
      last &&
      (ready.find((one) => scopeOf(one) === scopeOf(last)) ??
        ready.find((one) => typeOf(one) === typeOf(last)));
    // Terraform refuses circles; a configuration that has one is still written.
    const next = near ?? ready[0] ?? [...waiting.keys()][0];
    if (!next) break;
    ordered.push(next);
    waiting.delete(next);
    for (const before of waiting.values()) before.delete(next);
  }
  return ordered;
}

const typeOf = ({ block, section }: Declared) => `${section}.${block.labels[0]}`;

/** The construct that something is a part of. */
function scopeOf({ block }: Declared): string {
  return (block.comment ?? "").split("/").slice(0, -1).join("/");
}

/** Data sources first, then what is a module's own before what its parts have, then by type and name. */
function sortKey({ block, section }: Declared): string {
  const depth = (block.comment ?? "").split("/").length;
  return [section === "data" ? 0 : 1, String(depth).padStart(3), section, ...block.labels].join(" ");
}

/** `aws_vpc.main.id` → `aws_vpc.main`. */
function addressIn(reference: string): string {
  const words = reference.split(".");
  return words.slice(0, words[0] === "data" || words[0] === "ephemeral" ? 3 : 2).join(".");
}

function referencesIn(block: Block): string[] {
  return block.body
    .flat()
    .flatMap((item) => (item.kind === "block" ? referencesIn(item) : referencesOf(item.value)));
}
