import fs from "node:fs";
import path from "node:path";
import type { App, TerraformStack } from "cdktf";
import { CONFIG_FILE, stacksFolder } from "./folders";
import type { Json } from "./render";
import type { Asset } from "./tree";

interface Draft {
  readonly stack: TerraformStack;
  readonly file: string;
  readonly assets: readonly Asset[];
}

/**
 * The files of a synthesis. They are written beside the output first, since keeping sixty of them in memory takes more
 * than everything else; and put into place, each whole, when all stacks are known to be right.
 */
export class Drafts {
  private readonly drafts: Draft[] = [];
  private readonly folder: string;

  constructor(private readonly app: App) {
    fs.mkdirSync(app.outdir, { recursive: true });
    this.folder = fs.mkdtempSync(path.join(app.outdir, ".draft-"));
  }

  /** Writes the configuration of a stack, to be seen by nobody yet. */
  add(stack: TerraformStack, config: Json, assets: readonly Asset[]): void {
    const file = path.join(this.folder, `${this.drafts.length}.json`);
    fs.writeFileSync(file, serialize(config));
    this.drafts.push({ stack, file, assets });
  }

  /**
   * Puts everything into `stacks/<name>/cdk.tf.json`, with cdktf's manifest. A stack that is gone loses its
   * configuration, but not what Terraform keeps beside it.
   * @param names put only these into place
   */
  publish(names?: readonly string[]): void {
    const { app } = this;
    const stacksDir = stacksFolder(app.outdir);
    fs.mkdirSync(stacksDir, { recursive: true });
    for (const { stack, file, assets } of this.drafts) {
      const { workingDirectory } = app.manifest.forStack(stack);
      if (names && !names.includes(stack.node.id)) continue;
      const directory = path.join(app.outdir, workingDirectory);
      if (!fs.existsSync(directory)) fs.mkdirSync(directory);
      for (const asset of assets) asset.onSynthesize({ outdir: app.outdir });
      fs.renameSync(file, path.join(directory, CONFIG_FILE));
    }
    if (!names) removeOthers(stacksDir, new Set(this.drafts.map(({ stack }) => stack.node.id)));
    const manifest = path.join(this.folder, "manifest.json");
    fs.writeFileSync(manifest, serialize(app.manifest.buildManifest()));
    fs.renameSync(manifest, path.join(app.outdir, "manifest.json"));
  }

  /** Leaves nothing behind but what was published. */
  remove(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The text of a configuration, with sorted keys. */
function serialize(config: unknown): string {
  return JSON.stringify(sorted(config), undefined, 2);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const result: Json = {};
  for (const key of Object.keys(value).sort()) result[key] = sorted((value as Json)[key]);
  return result;
}

function removeOthers(stacksDir: string, names: ReadonlySet<string>): void {
  for (const name of fs.readdirSync(stacksDir)) {
    const directory = path.join(stacksDir, name);
    if (names.has(name) || !fs.existsSync(path.join(directory, CONFIG_FILE))) continue;
    fs.rmSync(path.join(directory, CONFIG_FILE));
    if (fs.readdirSync(directory).length === 0) fs.rmdirSync(directory);
  }
}
