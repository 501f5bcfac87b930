import type { IConstruct } from "constructs";
import { isToken, report } from "../engine";
import type { Environment } from "./environment";
import { NAME_RULES } from "./names";

const WORD = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const WORDS = "lower case words joined by hyphens";
const ROLE = /^arn:aws:iam::\d{12}:role\/.+$/;
/** What every resource is tagged with. */
const OWN_TAGS = ["Project", "Environment", "ManagedBy"];
/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAG_KEY = /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u;

/** Reports what cannot be right about an environment and its platform. */
export function checkEnvironment(
  stack: IConstruct,
  environment: Environment,
  { part, stateKey }: { readonly part?: string; readonly stateKey?: string },
): void {
  const { platform, name, account, role } = environment;
  const { state } = platform;
  const check = (prop: string, value: string | undefined, pattern: RegExp, allowed: string, fix: string) => {
    if (value !== undefined && pattern.test(value)) return;
    report(stack, { prop, value, allowed, fix });
  };
  const optional = (
    prop: string,
    value: string | undefined,
    pattern: RegExp,
    allowed: string,
    fix: string,
  ) => {
    if (value !== undefined) check(prop, value, pattern, allowed, fix);
  };
  const better = (value: unknown) =>
    `write for example "${
      String(value ?? "")
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-") || "production"
    }"`;
  check("platform.name", platform.name, WORD, WORDS, better(platform.name));
  check("environment.name", name, WORD, WORDS, better(name));
  optional("platform.project", platform.project, WORD, WORDS, better(platform.project));
  optional("part", part, WORD, WORDS, better(part));
  const { terraformVersion } = platform;
  check(
    "platform.terraformVersion",
    terraformVersion,
    /^(?:(?:[<>]=?|!=|~>|=)?\s*\d+(?:\.\d+){0,2}(?:,\s*|$))+$/,
    "versions of Terraform",
    'write for example ">= 1.5.0"',
  );
  checkRegion(stack, "environment.region", environment.region);
  checkRegion(stack, "platform.state.region", state.region);
  const named = (prop: string, value: string, kind: "bucket" | "dynamodb-table" | "kms-alias") =>
    check(prop, value, NAME_RULES[kind].pattern, `a name for a ${kind}`, "see the names that AWS takes");
  named("platform.state.bucket", state.bucket, "bucket");
  named("platform.state.table", state.table, "dynamodb-table");
  named("platform.state.encryptionKey", state.encryptionKey, "kms-alias");
  optional(
    "stateKey",
    stateKey,
    /^[^/\s][^\s]*[^/\s]$/,
    "a key of an object",
    "write <environment>/terraform.tfstate",
  );
  const arn = "write arn:aws:iam::<account>:role/<name>";
  optional("platform.state.role", state.role, ROLE, "the ARN of an IAM role", arn);
  optional("environment.role", role, ROLE, "the ARN of an IAM role", arn);
  const digits = "copy the id from the AWS console, with leading zeros";
  optional("environment.account", account, /^\d{12}$/, "12 digits", digits);
  const owner = role?.split(":")[4];
  if (account && owner && /^\d{12}$/.test(account) && ROLE.test(role ?? "") && owner !== account)
    report(stack, {
      prop: "environment.role",
      value: role,
      allowed: `a role of environment.account (${account})`,
      fix: "correct one of the two: Terraform refuses any other account",
    });
  checkTags(stack, "platform.tags", platform.tags);
  checkTags(stack, "environment.tags", environment.tags);
}

function checkTags(stack: IConstruct, prop: string, tags: Readonly<Record<string, string>> = {}): void {
  for (const [key, value] of Object.entries(tags)) {
    if (OWN_TAGS.includes(key))
      report(stack, {
        prop: `${prop}.${key}`,
        value,
        allowed: `tags besides ${OWN_TAGS.join(", ")}, which every resource has`,
        fix: "remove it, or give it another name",
      });
    else if (!TAG_KEY.test(key) || !(isToken(value) || TAG_VALUE.test(value)))
      report(stack, {
        prop: `${prop}.${key}`,
        value,
        allowed: "letters, digits, spaces and _.:/=+@-, no key that begins with aws:",
        fix: "leave the other characters out",
      });
  }
}

/** Reports what is no region. @returns whether it is one */
export function checkRegion(stack: IConstruct, prop: string, value: string): boolean {
  if (/^(?!us-gov-|us-iso|cn-)[a-z]{2,3}-[a-z]+-\d$/.test(value)) return true;
  report(stack, {
    prop,
    value,
    allowed: "a region of the aws partition",
    fix: "write its code, e.g. us-east-1",
  });
  return false;
}
