import { expect } from "vitest";
import { type Config, exportStack } from "../../src/export";
import { schema } from "./pair";

const digest = schema();

/** What the writer makes of a configuration of the stack `shop`. */
export const written = (config: Config) => exportStack(config, "shop", digest);

/** Text of each file. */
export function files(config: Config): ReadonlyMap<string, string> {
  const { files, faults } = written(config);
  expect(faults).toEqual([]);
  return files;
}

/** Text of the only file. */
export function only(config: Config): string {
  const [[, text] = [], ...others] = files(config);
  expect(others).toEqual([]);
  return text ?? "";
}

/** How a value is written as an argument. */
export function argument(input: unknown): string {
  return only({ resource: { terraform_data: { x: { input } } } })
    .split("\n")
    .slice(2, -2)
    .join("\n");
}
