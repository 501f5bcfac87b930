import fs from "node:fs";
import path from "node:path";
import type { App, TerraformStack } from "cdktf";
import type { Json } from "./render";
import type { Asset } from "./tree";

/** A stack and the content of its file. */
export interface StackFile {
  readonly stack: TerraformStack;
  readonly content: Buffer;
  readonly assets: readonly Asset[];
}

/** The text of a configuration, with sorted keys. As bytes, which take less memory than the string does while it is built. */
export function serialize(config: unknown): Buffer {
  return Buffer.from(JSON.stringify(sorted(config), undefined, 2));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const result: Json = {};
  for (const key of Object.keys(value).sort()) result[key] = sorted((value as Json)[key]);
  return result;
}

const STACKS = "stacks";
const CONFIG = "cdk.tf.json";

/**
 * Writes `stacks/<name>/cdk.tf.json` and cdktf's manifest. Every file is replaced whole; a stack that is gone loses
 * its configuration, but not what Terraform keeps beside it.
 */
export function write(app: App, files: readonly StackFile[], names?: readonly string[]): void {
  const stacksDir = path.join(app.outdir, STACKS);
  fs.mkdirSync(stacksDir, { recursive: true });
  for (const { stack, content, assets } of files) {
    const entry = app.manifest.forStack(stack);
    if (names && !names.includes(stack.node.id)) continue;
    const directory = path.join(app.outdir, entry.workingDirectory);
    fs.mkdirSync(directory, { recursive: true });
    for (const asset of assets) asset.onSynthesize({ outdir: app.outdir });
    replace(path.join(directory, CONFIG), content);
  }
  if (!names) removeOthers(stacksDir, new Set(files.map(({ stack }) => stack.node.id)));
  replace(path.join(app.outdir, "manifest.json"), serialize(app.manifest.buildManifest()));
}

function replace(file: string, content: Buffer): void {
  const temporary = `${file}.tmp`;
  fs.writeFileSync(temporary, content);
  fs.renameSync(temporary, file);
}

function removeOthers(stacksDir: string, names: ReadonlySet<string>): void {
  for (const name of fs.readdirSync(stacksDir)) {
    const directory = path.join(stacksDir, name);
    if (names.has(name) || !fs.existsSync(path.join(directory, CONFIG))) continue;
    fs.rmSync(path.join(directory, CONFIG));
    if (fs.readdirSync(directory).length === 0) fs.rmdirSync(directory);
  }
}
