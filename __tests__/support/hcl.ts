import fs from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import type { StackInfo } from "../../src/cli/stacks";
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

/** Writes a synthesized stack as HCL, with what lies beside its JSON. @param change of the configuration, before */
export function writeHcl(stack: StackInfo, to: string, change = (config: Config): Config => config): void {
  const config = JSON.parse(fs.readFileSync(path.join(stack.directory, "cdk.tf.json"), "utf8"));
  fs.mkdirSync(to, { recursive: true });
  for (const file of fs.readdirSync(stack.directory))
    if (file.endsWith(".zip")) fs.copyFileSync(path.join(stack.directory, file), path.join(to, file));
  for (const [file, text] of exportStack(change(config), stack.name, digest).files)
    fs.writeFileSync(path.join(to, file), text);
}
