import fs from "node:fs";
import path from "node:path";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { zipSync } from "fflate";
import { stackFolder } from "./folders";
import { type Asset, CUSTOM_SYNTHESIS } from "./tree";

/** Zip files begin in 1980; a fixed time makes the same files the same archive on every machine. */
const NO_TIME = new Date(1980, 0, 1);

const made = new Map<string, Uint8Array>();

/** Stacks of one platform have the same files: each archive is made once. */
function zip(files: Readonly<Record<string, string>>): Uint8Array {
  const key = JSON.stringify(files);
  const known = made.get(key);
  if (known) return known;
  const entries = Object.entries(files).map(([name, content]) => [name, Buffer.from(content)] as const);
  const archive = zipSync(Object.fromEntries(entries), { mtime: NO_TIME });
  made.set(key, archive);
  return archive;
}

/** A zip archive that lies beside the configuration of its stack, e.g. the code of a function. */
export class ZipAsset extends Construct {
  /** The archive as Terraform refers to it: relative to the stack's folder. */
  readonly path: string;
  /** Changes when the files do: what `source_code_hash` wants. Terraform computes it from the written archive. */
  readonly hash: string;

  /** @param files content by name */
  constructor(scope: Construct, id: string, files: Readonly<Record<string, string>>) {
    super(scope, id);
    const archive = zip(files);
    const stack = TerraformStack.of(this);
    const name = this.node.path.split("/").slice(1).join("_").replaceAll("@", "");
    this.path = `${name}.zip`;
    this.hash = `\${filebase64sha256("${this.path}")}`;
    const onSynthesize: Asset["onSynthesize"] = ({ outdir }) =>
      fs.writeFileSync(path.join(stackFolder(outdir, stack.node.id), this.path), archive);
    Object.defineProperty(this, CUSTOM_SYNTHESIS, { value: { onSynthesize } });
  }
}
