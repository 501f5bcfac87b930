import { type Changes, Landform, NOTHING_RECORDED, recordChanges } from "../../src/engine";
import { readLock, writeLock } from "../../src/lock";
import { app } from "./synth";

/** What a program changes in the record of addresses. */
export function changesAgainst(lock: string, build: (app: Landform) => void): readonly Changes[] {
  const landform = new Landform({ outdir: app().outdir, lock: readLock(lock) });
  build(landform);
  landform.resolveStacks({ acceptLosses: true });
  return landform.changes;
}

/** Records a program, as `landform moves --write` does. @param retire addresses that may go */
export function recordIn(lock: string, build: (app: Landform) => void, retire: readonly string[] = []): void {
  const before = readLock(lock);
  const after = changesAgainst(lock, build).map((changes) => {
    const retired = Object.fromEntries(retire.map((address) => [address, "not needed"]));
    const recorded = before[changes.stack] ?? NOTHING_RECORDED;
    return [changes.stack, recordChanges(changes, recorded, retired)];
  });
  writeLock(lock, { ...before, ...Object.fromEntries(after) });
}
