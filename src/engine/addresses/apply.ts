import type { Problem } from "../problems";
import type { Json } from "../render";
import { addressesOf, type Changes, changesOf, movesInForce, NOTHING_RECORDED } from "./changes";
import { LOCK_FILE, type StackLock } from "./lock";

/** Adds the recorded moves to a configuration. @returns what is different from the record */
export function applyLock(stack: string, config: Json, recorded: StackLock = NOTHING_RECORDED): Changes {
  const addresses = addressesOf(config);
  const moves = movesInForce(recorded.moved, addresses);
  if (moves.length > 0) config.moved = [...((config.moved as Json[] | undefined) ?? []), ...moves];
  return changesOf(stack, addresses, recorded);
}

const SHOWN = 5;
const ALLOWED = `what ${LOCK_FILE} records, moved or retired`;

/** What synthesis refuses: what seems renamed and is not recorded, and what would be lost. */
export function losses({ stack, renamed, lost }: Changes): Problem[] {
  const record = `run npx landform moves ${stack}, which shows what it is, and records it with --write`;
  const problems = lost.map((address) => ({
    path: stack,
    prop: "address",
    value: `${address} is gone, and with it what it keeps`,
    allowed: ALLOWED,
    fix: `bring it back; or, if it may be destroyed, npx landform moves ${stack} --write --retire ${address} --reason "…"`,
  }));
  if (renamed.length === 0) return problems;
  const shown = renamed.slice(0, SHOWN).map(({ from, to }) => `${from} → ${to}`);
  if (renamed.length > SHOWN) shown.push(`${renamed.length - SHOWN} more`);
  const seems = {
    path: stack,
    prop: "address",
    value: `seems renamed: ${shown.join(", ")}`,
    allowed: `${ALLOWED}: Terraform destroys what it finds under no name`,
    fix: record,
  };
  return [seems, ...problems];
}
