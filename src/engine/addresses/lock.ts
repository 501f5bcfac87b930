import fs from "node:fs";
import { z } from "zod";

/** Whether something is lost for good when Terraform destroys it. */
export type Keeping = "stateful" | "stateless";

const Move = z.object({ from: z.string(), to: z.string() });
/** Something that has another address than before. */
export type Move = Readonly<z.infer<typeof Move>>;

const StackLock = z.object({
  /** Every address of the stack. */
  addresses: z.record(z.string(), z.enum(["stateful", "stateless"])).default({}),
  /** What had another address once; Terraform is told as long as it stands here. */
  moved: z.array(Move).default([]),
  /** What may be destroyed though it keeps something, and why. */
  retired: z.record(z.string(), z.string()).default({}),
});
/** What is recorded of a stack. */
export type StackLock = Readonly<z.infer<typeof StackLock>>;

const Lock = z.record(z.string(), StackLock);
/** What `addresses.lock.json` records, by stack. */
export type Lock = Readonly<Record<string, StackLock>>;

/** @throws Error that says what is wrong with the file; a file that is not there records nothing */
export function readLock(file: string): Lock {
  if (!fs.existsSync(file)) return {};
  try {
    return Lock.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new Error(
      `${file} cannot be read: ${reason}\n  fix: take it from version control, then run npx landform moves`,
    );
  }
}

/** Sorted, a line for each address: what changes shows in a review. */
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
