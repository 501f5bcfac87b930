import { open } from "../selection";
import type { Program } from "./program";

/** `landform list`: what there is to deploy, for people or, as JSON, for programs. */
export async function list(
  program: Program,
  words: readonly string[],
  options: { readonly json?: boolean },
): Promise<void> {
  const { stacks } = open(program, words);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(stacks, undefined, 2)}\n`);
    return;
  }
  const rows = stacks.map(({ name, platform, environment, tier, region }) => [
    name,
    platform,
    environment,
    tier,
    region,
  ]);
  const table = [["STACK", "PLATFORM", "ENVIRONMENT", "TIER", "REGION"], ...rows];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of table) {
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd()}\n`,
    );
  }
}
