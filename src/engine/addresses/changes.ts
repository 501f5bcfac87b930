import type { Json } from "../render";
import type { Keeping, Move, StackLock } from "./lock";
import { proposeMoves } from "./proposals";

/** What is different from what is recorded of a stack. */
export interface Changes {
  /** Name of the stack. */
  readonly stack: string;
  /** What the stack has today; undefined when there is no such stack any more. */
  readonly addresses: ReadonlyMap<string, Keeping> | undefined;
  readonly came: readonly string[];
  /** What is not there any more, and has not moved. */
  readonly went: readonly string[];
  /** Recorded moves of which the record of addresses does not know yet. */
  readonly moved: readonly Move[];
  /** What went and came under another name, as it seems; it has to be recorded as moved, or as retired. */
  readonly renamed: readonly Move[];
  /** What keeps something, went, and is neither moved nor retired. */
  readonly lost: readonly string[];
}

/** The record of a stack that has none. */
export const NOTHING_RECORDED: StackLock = { addresses: {}, moved: [], retired: {} };

/**
 * Every address that Terraform keeps state for. What declares `prevent_destroy`, with whatever value, says that it has
 * something to lose; what a Terraform module has inside, nobody here knows.
 */
export function addressesOf(config: Json): Map<string, Keeping> {
  const found = new Map<string, Keeping>();
  const section = (key: string) => Object.entries((config[key] ?? {}) as Record<string, Json>);
  for (const [type, named] of section("resource")) {
    for (const [name, body] of Object.entries(named as Record<string, { readonly lifecycle?: object }>))
      found.set(`${type}.${name}`, "prevent_destroy" in (body.lifecycle ?? {}) ? "stateful" : "stateless");
  }
  for (const [name] of section("module")) found.set(`module.${name}`, "stateful");
  return found;
}

/** @param addresses of today, undefined when the stack is gone */
export function changesOf(
  stack: string,
  addresses: ReadonlyMap<string, Keeping> | undefined,
  recorded: StackLock,
): Changes {
  const now = addresses ?? new Map<string, Keeping>();
  const target = targets(recorded.moved);
  const moved = Object.keys(recorded.addresses).flatMap((from) => {
    const to = now.has(from) ? undefined : target(from);
    return to && now.has(to) && !(to in recorded.addresses) ? [{ from, to }] : [];
  });
  const explained = new Set(moved.flatMap(({ from, to }) => [from, to]));
  const came = [...now.keys()].filter(
    (address) => !(address in recorded.addresses) && !explained.has(address),
  );
  const went = Object.keys(recorded.addresses).filter(
    (address) => !now.has(address) && !explained.has(address),
  );
  const open = went.filter((address) => !(address in recorded.retired));
  const renamed = proposeMoves(open, came);
  const proposed = new Set(renamed.map(({ from }) => from));
  const lost = open.filter((address) => recorded.addresses[address] === "stateful" && !proposed.has(address));
  return { stack, addresses, came, went, moved, renamed, lost };
}

/** Where something is today that has moved, perhaps several times. */
function targets(moves: readonly Move[]): (from: string) => string | undefined {
  const next = new Map(moves.map(({ from, to }) => [from, to]));
  return (from) => {
    let at = next.get(from);
    for (let steps = 0; steps < next.size && at && next.has(at); steps++) at = next.get(at);
    return at;
  };
}

/** Recorded moves that Terraform has to know: it refuses those of what is still there. */
export function movesInForce(moves: readonly Move[], addresses: ReadonlyMap<string, Keeping>): Move[] {
  const target = targets(moves);
  return moves.filter(({ from }) => !addresses.has(from) && addresses.has(target(from) ?? ""));
}
