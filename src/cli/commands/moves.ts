import { isDeepStrictEqual } from "node:util";
import {
  type Changes,
  LOCK_FILE,
  type Lock,
  NOTHING_RECORDED,
  recordChanges,
  type StackLock,
  ValidationError,
} from "../../engine";
import { readLock, writeLock } from "../../lock";
import { describeChanges } from "../changes";
import { Failure } from "../failure";
import { open, type Selection } from "../selection";
import { select } from "../stacks";
import type { Program } from "./program";

export interface MovesOptions {
  /** Record what has changed. */
  readonly write?: boolean;
  /** Exit code 1 when something is not recorded. */
  readonly check?: boolean;
  /** Addresses that may be destroyed, or names of stacks that are gone. */
  readonly retire?: readonly string[];
  /** Why they may be. */
  readonly reason?: string;
}

/** `landform moves`: what came, went and moved since addresses were recorded, and the record of it. */
export async function moves(
  program: Program,
  words: readonly string[],
  options: MovesOptions,
  file: string = LOCK_FILE,
): Promise<void> {
  if (Boolean(options.retire) !== Boolean(options.reason))
    throw new Failure(
      '--retire and --reason belong together\n  fix: --retire <address> --reason "why it may be destroyed"',
    );
  const selection = open(program, []);
  const changes = changesOf(selection, words);
  const lock = readLock(file);
  const retired = retirements(changes, options);
  const next = changes.map(
    (one) => [one.stack, recordChanges(one, recordOf(lock, one), retired.get(one.stack) ?? {})] as const,
  );
  const outdated = next.filter(([stack, record]) => !isDeepStrictEqual(record, lock[stack]));
  process.stdout.write(
    outdated.length > 0 ? changes.map(describeChanges).join("") : `${file} is up to date\n`,
  );
  if (options.write) {
    writeLock(file, recorded({ ...lock, ...Object.fromEntries(next) }, changes, retired));
    if (outdated.length > 0) process.stdout.write(`recorded in ${file}\n`);
  } else if (options.check && outdated.length > 0)
    throw new Failure(
      `${file} does not record this\n  fix: npx landform moves --write, and commit the file with the change`,
    );
}

const recordOf = (lock: Lock, { stack }: Changes) => lock[stack] ?? NOTHING_RECORDED;

/** Changes of all stacks, or of those that are named; stacks that are gone have a name only here. */
function changesOf({ app, all }: Selection, words: readonly string[]): readonly Changes[] {
  try {
    app.resolveStacks({ acceptLosses: true });
  } catch (error) {
    throw error instanceof ValidationError ? new Failure(error.message) : error;
  }
  if (words.length === 0) return app.changes;
  const isKnown = (word: string) => app.changes.some(({ stack }) => stack === word);
  const names = words.every(isKnown) ? words : select(all, words).map(({ name }) => name);
  return app.changes.filter(({ stack }) => names.includes(stack));
}

/** What may be destroyed, by stack. @throws Failure for what is not gone at all */
function retirements(
  changes: readonly Changes[],
  { retire = [], reason = "" }: MovesOptions,
): Map<string, Record<string, string>> {
  const found = new Map<string, Record<string, string>>();
  const unknown = new Set(retire);
  for (const { stack, went } of changes) {
    const addresses = retire.includes(stack) ? went : went.filter((address) => retire.includes(address));
    if (addresses.length > 0)
      found.set(stack, Object.fromEntries(addresses.map((address) => [address, reason])));
    for (const one of [stack, ...addresses]) if (addresses.length > 0) unknown.delete(one);
  }
  if (unknown.size > 0)
    throw new Failure(
      `--retire ${[...unknown].join(" ")}: nothing of that address is gone\n  allowed: ${[...new Set(changes.flatMap(({ went }) => went))].join(", ") || "nothing, all addresses are there"}`,
    );
  return found;
}

/** The record, without stacks of which nothing is left. @throws Failure when something would be lost */
function recorded(
  lock: Lock,
  changes: readonly Changes[],
  retired: Map<string, Record<string, string>>,
): Lock {
  const lost = changes.flatMap(({ stack, lost }) =>
    lost
      .filter((address) => !(address in (retired.get(stack) ?? {})))
      .map((address) => `  ${stack}: ${address}`),
  );
  if (lost.length > 0)
    throw new Failure(
      `these keep something and are gone; nothing was recorded\n${lost.join("\n")}\n  fix: bring them back, or add --retire <address> --reason "why it may be destroyed"`,
    );
  const isEmpty = ({ addresses, retired }: StackLock) =>
    Object.keys({ ...addresses, ...retired }).length === 0;
  return Object.fromEntries(Object.entries(lock).filter(([, stack]) => !isEmpty(stack)));
}
