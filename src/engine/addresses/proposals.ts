import { STATEMENTS } from "../providers";
import type { Move } from "./lock";

/**
 * Pairs what went with what came: of the same type, and of names that differ in the same words as those of other pairs,
 * since a construct names everything in it. `network_public_a` and `vpc_public_a` say that `network` became `vpc`.
 */
export function proposeMoves(went: readonly string[], came: readonly string[]): Move[] {
  const pairs = went
    .filter((from) => !STATEMENTS.has(typeOf(from)))
    .flatMap((from) =>
      came
        .filter((to) => typeOf(from) === typeOf(to))
        .map((to) => ({ move: { from, to }, rename: renameOf(nameOf(from), nameOf(to)) })),
    );
  const votes = new Map<string, number>();
  for (const { rename } of pairs) votes.set(rename, (votes.get(rename) ?? 0) + 1);
  const isOnly = ({ from, to }: Move) =>
    pairs.filter(({ move }) => move.from === from || move.to === to).length === 1;
  const likely = pairs
    .filter(({ move, rename }) => (votes.get(rename) ?? 0) > 1 || isOnly(move))
    .sort((a, b) => (votes.get(b.rename) ?? 0) - (votes.get(a.rename) ?? 0));
  const taken = new Set<string>();
  return likely.flatMap(({ move }) => {
    if (taken.has(move.from) || taken.has(move.to)) return [];
    taken.add(move.from).add(move.to);
    return [move];
  });
}

const typeOf = (address: string) => address.slice(0, address.indexOf("."));
const nameOf = (address: string) => address.slice(address.indexOf(".") + 1);

/** The words in which two names differ, without those that both begin or end with: `network → vpc`. */
function renameOf(from: string, to: string): string {
  const [a, b] = [from.split("_"), to.split("_")];
  while (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-1)) {
    a.pop();
    b.pop();
  }
  while (a.length > 1 && b.length > 1 && a[0] === b[0]) {
    a.shift();
    b.shift();
  }
  return `${a.join("_")} → ${b.join("_")}`;
}
