import { createHash, type Hash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { ROOT, WORK } from "./paths";
import { cliConfig, mirrored } from "./providers";
import { isTerraformsOwn, LOCK_FILE, type Root } from "./terraform";

/** What is known of the last time a stack was valid. */
export interface LastValid {
  /** Whether its files, its providers and Terraform are what they were then. */
  readonly unchanged: boolean;
  /** Remembers that what was there when this was asked is valid, with the providers that are there now. */
  record(): void;
}

/**
 * @param data Terraform's data folder, in the stack's
 * @param version what Terraform calls itself
 * @param work folder where it is remembered
 */
export function lastValid(stack: Root, data: string, version: string, work: string = WORK): LastValid {
  const folder = path.resolve(ROOT, stack.directory);
  const file = path.join(work, "valid", stack.name);
  const files = createHash("sha256").update(JSON.stringify([version, cliConfig(), mirrored()]));
  addFiles(files, folder);
  const digest = () => addProviders(files.copy(), folder, data).digest("hex");
  return {
    unchanged: fs.existsSync(file) && fs.readFileSync(file, "utf8") === digest() && !hasOverrides(),
    record() {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, digest());
    },
  };
}

/** Providers under development are built anew at the same place, under the same version. */
const hasOverrides = () => cliConfig().includes("dev_overrides");

function addFiles(hash: Hash, folder: string): void {
  for (const name of filesIn(folder, isTerraformsOwn)) {
    const content = fs.readFileSync(path.join(folder, name));
    hash.update(JSON.stringify([name, content.length])).update(content);
  }
}

/** The lock file has their checksums. Half a gigabyte is not read again: a program that was exchanged is of another size or time. */
function addProviders(hash: Hash, folder: string, data: string): Hash {
  const lock = path.join(folder, LOCK_FILE);
  if (fs.existsSync(lock)) hash.update(fs.readFileSync(lock));
  const installed = path.join(folder, data, "providers");
  for (const name of fs.existsSync(installed) ? filesIn(installed) : []) {
    const { size, mtimeMs } = fs.statSync(path.join(installed, name));
    hash.update(JSON.stringify([name, size, mtimeMs]));
  }
  return hash;
}

/** Files of a folder and of those in it, also behind links. @param isLeftOut what of the folder itself does not count */
function filesIn(folder: string, isLeftOut: (name: string) => boolean = () => false): string[] {
  const names = fs.readdirSync(folder).filter((name) => !isLeftOut(name));
  return names.sort().flatMap((name) => {
    const file = path.join(folder, name);
    // A link may lead nowhere.
    const found = fs.statSync(file, { throwIfNoEntry: false });
    if (!found?.isDirectory()) return found ? [name] : [];
    return filesIn(file).map((inner) => path.join(name, inner));
  });
}
