import type { Changes } from "../engine";

const SHOWN = 20;

/** What is different from the recorded addresses of a stack, a line each; nothing when nothing is. */
export function describeChanges({ stack, addresses, came, went, moved, renamed, lost }: Changes): string {
  const renames = new Set(renamed.flatMap(({ from, to }) => [from, to]));
  const lines = [
    ...moved.map(({ from, to }) => `  moved    ${from} → ${to}`),
    ...renamed.map(({ from, to }) => `  renamed? ${from} → ${to}`),
    ...came.filter((address) => !renames.has(address)).map((address) => `  came     ${address}`),
    ...went
      .filter((address) => !renames.has(address))
      .map((address) => `  ${lost.includes(address) ? "LOST     " : "went     "}${address}`),
  ];
  if (lines.length === 0) return "";
  if (came.length > 0 && came.length === addresses?.size && went.length === 0)
    return `${stack}, which is new: ${came.length} ${came.length === 1 ? "address" : "addresses"}\n`;
  const more = lines.length > SHOWN ? [`  … and ${lines.length - SHOWN} more`] : [];
  return `${[addresses ? stack : `${stack}, which is gone`, ...lines.slice(0, SHOWN), ...more].join("\n")}\n`;
}
