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
  // What moved away from a name that something new has now, moves past it.
  const next = new Map(recorded.moved.map(({ from, to }) => [from, to]));
  const past = (to: string): string => {
    let at = to;
    for (let steps = 0; steps < next.size && came.includes(at); steps++) at = next.get(at) ?? at;
    return at;
  };
  const kept = recorded.moved
    .filter((old) => !isOver(old) && !came.includes(old.from))
    .map(({ from, to }) => ({ from, to: past(to) }));
  return {
    addresses: Object.fromEntries(now),
    moved: [...kept, ...added],
    retired: Object.fromEntries(retired),
  };
}
