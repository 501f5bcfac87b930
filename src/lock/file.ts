import fs from "node:fs";
import { z } from "zod";
import { LOCK_FILE, type Lock } from "../engine";

// Not part of the engine: zod takes longer to load than all of it, and programs without a record need neither.

const LockFile: z.ZodType<Lock> = z.record(
  z.string(),
  z.object({
    addresses: z.record(z.string(), z.enum(["stateful", "stateless"])).default({}),
    moved: z.array(z.object({ from: z.string(), to: z.string() })).default([]),
    retired: z.record(z.string(), z.string()).default({}),
  }),
);

/**
 * Reads the record of addresses.
 * @param file @default "addresses.lock.json" - in the current folder, which is the project's
 * @throws Error that says what is wrong with the file; a file that is not there records nothing
 */
export function readLock(file: string = LOCK_FILE): Lock {
  if (!fs.existsSync(file)) return {};
  const { data, error } = LockFile.safeParse(parsed(file));
  if (data) return data;
  const issues = (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw unreadable(file, issues.join("; "));
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    throw unreadable(file, (error as Error).message);
  }
}

function unreadable(file: string, reason: string): Error {
  return new Error(
    `${file} cannot be read: ${reason}\n  fix: take it from version control, then run npx landform moves`,
  );
}

/** Writes the record of addresses: sorted, a line for each address, so that what changes shows in a review. */
export function writeLock(file: string, lock: Lock): void {
  const sorted = Object.fromEntries(
    Object.entries(lock)
      .sort(byKey)
      .map(([name, { addresses, moved, retired }]) => [
        name,
        { addresses: sortKeys(addresses), moved, retired: sortKeys(retired) },
      ]),
  );
  const fresh = `${file}.new`;
  fs.writeFileSync(fresh, `${JSON.stringify(sorted, undefined, 2)}\n`);
  fs.renameSync(fresh, file);
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

function sortKeys<T>(table: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(table).sort(byKey));
}
