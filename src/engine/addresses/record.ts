import type { Changes } from "./changes";
import type { Keeping, Move, StackLock } from "./lock";

/** The record of a stack after its changes. @param retire what may go, and why */
export function recordChanges(
  { addresses, came, renamed }: Changes,
  recorded: StackLock,
  retire: Readonly<Record<string, string>>,
): StackLock {
  const now = addresses ?? new Map<string, Keeping>();
  // What Terraform has to be told must not contradict what it was told before.
  const added = renamed.filter(({ from }) => !(from in retire));
  const isOver = (old: Move) =>
    added.some(({ from, to }) => old.from === from || old.to === to || old.from === to);
  const retired = Object.entries({ ...recorded.retired, ...retire }).filter(([address]) => !now.has(address));
  return {
    addresses: Object.fromEntries(now),
    moved: [...recorded.moved.filter((old) => !isOver(old) && !came.includes(old.from)), ...added],
    retired: Object.fromEntries(retired),
  };
}
