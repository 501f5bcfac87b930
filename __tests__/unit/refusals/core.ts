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
    "give one of the two another name, or their environments different accounts",
  ),
  refusal(
    "an id twice",
    (stack) => {
      new S3Bucket(stack, "media");
      new S3Bucket(stack, "media");
    },
    "media",
    "id",
    "an id that nothing else in shop-test has; a S3Bucket has it already",
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
    "write it so",
  ),
  environment(
    { name: "Prod 1" },
    "environment.name",
    "lower case words joined by hyphens",
    'rename it, e.g. to "prod-1"',
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
    'rename it, e.g. to "the-shop"',
  ),
  refusal(
    "another region that is none",
    (stack) => void stack.inRegion("mars-1"),
    "",
    "inRegion(mars-1)",
    "a region of the aws partition",
    "write its code, e.g. us-east-1",
  ),
];
