import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { Construct } from "constructs";
import { Role } from "../../../modules/security";
import { nameFor } from "../../../src/core";
import { Input } from "../../../src/engine";
import { platform, staging } from "../../support/synth";
import { checks } from "./core-checks";
import { type Refusal, refusal } from "./refusal";

const text = { matches: "^.+$", allowed: "Must not be empty." };
const environment = (change: object, prop: string, allowed: string, fix: string): Refusal =>
  refusal(`${prop} ${JSON.stringify(change)}`, () => undefined, "", prop, allowed, fix, {
    ...staging,
    ...change,
  });

export const core: readonly Refusal[] = [
  ...checks,
  refusal(
    "two things of one name",
    (stack) => {
      nameFor(new Construct(stack, "one"), "sns-topic", "same");
      nameFor(new Construct(stack, "two"), "sns-topic", "same");
    },
    "two",
    "name",
    "a name that no other sns-topic has; shop-test/one has it already",
    "give one of the two another name; where the platform's naming drops a part, use it there",
  ),
  refusal(
    "an id twice",
    (stack) => {
      new S3Bucket(stack, "media");
      new S3Bucket(stack, "media");
    },
    "media",
    "id",
    "an id that nothing else in shop-test has",
    "give one of the two another id",
  ),
  refusal(
    "two addresses that are written alike",
    (stack) => {
      new S3Bucket(stack, "a-b");
      new S3Bucket(stack, "a_b");
    },
    "a_b",
    "address",
    "an address that no other construct of the stack has; shop-test/a-b has it already",
    "give one of the two constructs another id",
  ),
  refusal(
    "a sid with a blank",
    (stack) =>
      void new Role(stack, "role", { service: "lambda.amazonaws.com" }).grant({
        sid: "Read it",
        actions: ["s3:GetObject"],
        resources: ["*"],
      }),
    "role",
    "sid",
    "letters and digits",
    'write for example "Readit"',
  ),
  refusal(
    "a sid twice",
    (stack) => {
      const role = new Role(stack, "role", { service: "lambda.amazonaws.com" });
      role.grant({ sid: "Read", actions: ["s3:GetObject"], resources: ["a"] });
      role.grant({ sid: "Read", actions: ["sqs:ReceiveMessage"], resources: ["b"] });
    },
    "role",
    "sid",
    "a sid that no other statement of the policy has; shop-test/role has it for s3:GetObject",
    "leave one of the two sids out, or rename it",
  ),
  refusal(
    "an input that Terraform keeps",
    (stack) => void Input.string(stack, "version", { description: "Tag", example: "v1", ...text }),
    "version",
    "id",
    "a name that Terraform does not keep for itself",
    "rename the input",
  ),
  refusal(
    "an input without description",
    (stack) => void Input.number(stack, "n", { description: " ", example: 1 }),
    "n",
    "description",
    "a sentence",
    "say what the value is for",
  ),
  refusal(
    "an input whose rule is no sentence",
    (stack) =>
      void Input.string(stack, "n", { description: "N", example: "1", matches: ".", allowed: "wrong" }),
    "n",
    "allowed",
    "a sentence with a capital and a full stop",
    "write for example Must be a version.",
  ),
  environment(
    { name: "Prod 1" },
    "environment.name",
    "lower case words joined by hyphens",
    'write for example "prod-1"',
  ),
  environment(
    { account: "123" },
    "environment.account",
    "12 digits",
    "copy the id from the AWS console, with leading zeros",
  ),
  environment(
    { role: "admin" },
    "environment.role",
    "the ARN of an IAM role",
    "write arn:aws:iam::<account>:role/<name>",
  ),
  environment(
    { region: "us-east" },
    "environment.region",
    "a region of the aws partition",
    "write its code, e.g. us-east-1",
  ),
  environment(
    { region: "us-gov-west-1" },
    "environment.region",
    "a region of the aws partition",
    "write its code, e.g. us-east-1",
  ),
  environment(
    { platform: { ...platform, name: "The_Shop" } },
    "platform.name",
    "lower case words joined by hyphens",
    'write for example "the-shop"',
  ),
  refusal(
    "another region that is none",
    (stack) => void stack.inRegion("mars-1"),
    "",
    "inRegion(mars-1)",
    "a region of the aws partition",
    "write its code, e.g. us-east-1",
  ),
  environment(
    { platform: { ...platform, project: "The Shop" } },
    "platform.project",
    "lower case words joined by hyphens",
    'write for example "the-shop"',
  ),
  environment(
    { platform: { ...platform, terraformVersion: "latest" } },
    "platform.terraformVersion",
    "versions of Terraform",
    'write for example ">= 1.5.0"',
  ),
  environment(
    { platform: { ...platform, state: { ...platform.state, bucket: "Shop" } } },
    "platform.state.bucket",
    "a name for a bucket",
    "see the names that AWS takes",
  ),
  environment(
    { platform: { ...platform, state: { ...platform.state, encryptionKey: "alias/" } } },
    "platform.state.encryptionKey",
    "a name for a kms-alias",
    "see the names that AWS takes",
  ),
  environment(
    { tags: { Project: "other" } },
    "environment.tags.Project",
    "tags besides Project, Environment, ManagedBy, which every resource has",
    "remove it, or give it another name",
  ),
  environment(
    { tags: { "aws:owner": "team" } },
    "environment.tags.aws:owner",
    "letters, digits, spaces and _.:/=+@-, no key that begins with aws:",
    "leave the other characters out",
  ),
  environment(
    { account: "123456789012", role: "arn:aws:iam::210987654321:role/deploy" },
    "environment.role",
    "a role of environment.account (123456789012)",
    "correct one of the two: Terraform refuses any other account",
  ),
  refusal(
    "an input whose default is beyond its limits",
    (stack) => void Input.number(stack, "n", { description: "N", example: 1, default: 9, max: 5 }),
    "n",
    "default",
    "any to 5",
    "write one that its own rules take",
  ),
  refusal(
    "a list whose example is too short",
    (stack) => void Input.list(stack, "n", { description: "N", example: [], each: text }),
    "n",
    "example",
    "at least 1",
    "write one that its own rules take",
  ),
  refusal(
    "an object whose example has other fields",
    (stack) =>
      void Input.object<Record<string, string>>(stack, "n", {
        description: "N",
        example: { other: "x" },
        fields: { name: text },
      }),
    "n",
    "example",
    "an object with the fields name: letters, digits and underscores",
    "write one that its own rules take",
  ),
  refusal(
    "an id that only Terraform knows",
    (stack) => void new Construct(stack, `q-${stack.accountId}`),
    "",
    "id",
    "a text that is known at synthesis",
    "write the id as text",
  ),
  refusal(
    "an id that does not show",
    (stack) => void nameFor(new Construct(stack, "@mails"), "sqs-queue"),
    "@mails",
    "id",
    "an id with letters or digits that does not begin with @",
    "ids with @ do not show in names and addresses: use them inside a module only",
  ),
  refusal(
    "an exact name that is too long",
    (stack) => void nameFor(new Construct(stack, "x"), "iam-role", { exact: "x".repeat(65) }),
    "x",
    "name",
    "a name for a iam-role of at most 64 characters",
    "shorten it",
  ),
  refusal(
    "roles that differ in case only",
    (stack) => {
      for (const name of ["Api", "api"])
        new Role(stack, `role-${name.codePointAt(0)}`, { name, service: "lambda.amazonaws.com" });
    },
    "role-97",
    "name",
    "a name that no other iam-role has; shop-test/role-65 has it already",
    "give one of the two another name; where the platform's naming drops a part, use it there",
  ),
  refusal(
    "a statement without actions",
    (stack) =>
      void new Role(stack, "role", { service: "lambda.amazonaws.com" }).grant({
        actions: [],
        resources: ["a"],
      }),
    "role",
    "actions",
    "at least one action",
    'write for example ["s3:GetObject"]',
  ),
  refusal(
    "a naming table that returns nothing",
    (stack) => void nameFor(new Construct(stack, "media"), "bucket"),
    "media",
    "platform.names.bucket",
    "a function that returns the name",
    "return a text for every kind",
    { ...staging, platform: { ...platform, names: { bucket: () => undefined as unknown as string } } },
  ),
];
