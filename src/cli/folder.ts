import fs from "node:fs";
import path from "node:path";
import { Failure } from "./failure";

/** The HCL of a stack, and where it goes. */
export interface Folder {
  readonly stack: string;
  readonly path: string;
  /** Text by file name. */
  readonly files: ReadonlyMap<string, string>;
}

/** Refuses to write where somebody else's Terraform is. @throws Failure that says what is there */
export function refuseForeign(folder: Folder): void {
  if (fs.existsSync(folder.path) && !fs.statSync(folder.path).isDirectory())
    throw new Failure(`${folder.path} is a file\n  fix: name a folder for --out`);
  const foreign = terraformIn(folder.path).filter((file) => !isOurs(folder, file));
  if (foreign.length === 0) return;
  throw new Failure(
    `${folder.path} has Terraform that is no export of ${folder.stack}: ${foreign.join(", ")}\n  fix: choose another folder for --out, or remove them`,
  );
}

/**
 * Writes a folder, first beside it and then into place; files of an earlier export that are not written again go.
 * @param besides writes what is no HCL
 */
export function replace(folder: Folder, besides: (path: string) => void): void {
  const parent = path.dirname(folder.path);
  fs.mkdirSync(parent, { recursive: true });
  const fresh = fs.mkdtempSync(path.join(parent, ".export-"));
  try {
    for (const [file, text] of folder.files) fs.writeFileSync(path.join(fresh, file), text);
    besides(fresh);
    for (const file of terraformIn(folder.path)) fs.rmSync(path.join(folder.path, file));
    fs.cpSync(fresh, folder.path, { recursive: true });
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
}

/** What Terraform would read there. */
function terraformIn(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).filter((file) => file.endsWith(".tf") || file.endsWith(".tf.json"));
}

/** Each file of an export begins with the path of a construct of its stack. */
function isOurs({ stack, path: folder }: Folder, file: string): boolean {
  if (!file.endsWith(".tf")) return false;
  const [first = ""] = fs.readFileSync(path.join(folder, file), "utf8").split("\n", 1);
  return first === `# ${stack}` || first.startsWith(`# ${stack}/`);
}
