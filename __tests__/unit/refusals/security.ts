import { EncryptionKey, Parameter, Role, Secret } from "../../../modules/security";
import { type Refusal, refusal } from "./refusal";

const arn = "arn:aws:kms:eu-west-1:123456789012:key/1";
const key = EncryptionKey;

export const security: readonly Refusal[] = [
  refusal(
    "a key gone after 40 days",
    (stack) => void new key(stack, "key", { deletionWindow: "40 days" }),
    "key",
    "deletionWindow",
    '"7 days" to "30 days"',
    'write a whole number and its unit, e.g. "30 days"',
  ),
  refusal(
    "an alias without its prefix",
    (stack) => void new key(stack, "key", { name: { exact: "platform" } }),
    "key",
    "name",
    "a name for a kms-alias: /^alias\\/(?!aws\\/)[\\w/-]+$/",
    "change the name, or the platform's naming",
  ),
  refusal(
    "an alias that AWS keeps",
    (stack) => void new key(stack, "key", { name: { exact: "alias/aws/s3" } }),
    "key",
    "name",
    "a name for a kms-alias: /^alias\\/(?!aws\\/)[\\w/-]+$/",
    "change the name, or the platform's naming",
  ),
  refusal(
    "a service that an existing key keeps out",
    (stack) => {
      const existing = key.existing(stack, { arn, allows: ["logs"] });
      existing.allowService("logs");
      existing.allowService("ecs");
    },
    "",
    "key.allows",
    'a list with "ecs", which this stack needs',
    `let ecs use ${arn} in its policy, then add it to the list`,
  ),
  refusal(
    "a role for something that is no service",
    (stack) => void new Role(stack, "role", { service: "lambda" }),
    "role",
    "service",
    "an AWS service's principal",
    "write for example lambda.amazonaws.com",
  ),
  refusal(
    "a role whose name has a slash",
    (stack) => void new Role(stack, "role", { service: "lambda.amazonaws.com", name: { exact: "a/b" } }),
    "role",
    "name",
    "a name for a iam-role: /^[\\w+=,.@-]+$/",
    "change the name, or the platform's naming",
  ),
  refusal(
    "a secret gone at once",
    (stack) =>
      void new Secret(stack, "token", {
        description: "A token",
        key: new key(stack, "key"),
        recoveryWindow: "1 day",
      }),
    "token",
    "recoveryWindow",
    '"7 days" to "30 days"',
    'write a whole number and its unit, e.g. "7 days"',
  ),
  refusal(
    "a secret whose name has a blank",
    (stack) =>
      void new Secret(stack, "token", {
        description: "A token",
        key: new key(stack, "key"),
        name: "my token",
      }),
    "token",
    "name",
    "a name for a secret: /^[\\w/+=.@-]+$/",
    "change the name, or the platform's naming",
  ),
  refusal(
    "a parameter without a value",
    (stack) => void new Parameter(stack, "features", { value: "" }),
    "features",
    "value",
    "1 to 4096 bytes",
    "keep long texts in a bucket, and their place here",
  ),
  refusal(
    "a parameter of five kilobytes",
    (stack) => void new Parameter(stack, "features", { value: "x".repeat(5000) }),
    "features",
    "value",
    "1 to 4096 bytes",
    "keep long texts in a bucket, and their place here",
  ),
  refusal(
    "a parameter whose name AWS keeps",
    (stack) => void new Parameter(stack, "features", { value: "x", name: { exact: "/aws/features" } }),
    "features",
    "name",
    "a name for a parameter: /^(?!\\/?(?:aws|ssm)(?:\\/|$))(?:\\/[\\w.-]+){1,15}$/i",
    "change the name, or the platform's naming",
  ),
  refusal(
    "a key of another region",
    (stack) =>
      void new Secret(stack, "token", {
        description: "A token",
        key: new EncryptionKey(stack.inRegion("us-east-1"), "key"),
      }),
    "token",
    "key",
    "a key in eu-west-1, where the construct is",
    'make a key in inRegion("eu-west-1")',
  ),
  refusal(
    "a secret without a value in a container",
    (stack) => void new Secret(stack, "token", { description: "", key: new key(stack, "key") }).field("a"),
    "token",
    "field(a)",
    "a secret that has a value before containers start",
    "write generate: 64, or let its owner make it beforehand and pass existingSecret(arn)",
  ),
  refusal(
    "a generated text of eight characters",
    (stack) => void new Secret(stack, "token", { description: "", key: new key(stack, "key"), generate: 8 }),
    "token",
    "generate",
    "a whole number from 16 to 4096 characters",
    "write for example 16",
  ),
  refusal(
    "a secret with a value and a generated one",
    (stack) =>
      void new Secret(stack, "token", {
        description: "",
        key: new key(stack, "key"),
        value: { a: "b" },
        generate: 64,
      }),
    "token",
    "generate",
    "either value or generate",
    "remove one of the two",
  ),
  refusal(
    "a field without a name",
    (stack) =>
      void new Secret(stack, "token", { description: "", key: new key(stack, "key"), generate: 64 }).field(
        "",
      ),
    "token",
    "field",
    "a key of the secret's JSON, without colon and space",
    'write for example "password"',
  ),
  refusal(
    "an existing key that is none",
    (stack) => void EncryptionKey.existing(stack, { arn: "key", allows: [] }),
    "",
    "key.arn",
    "an ARN",
    "copy it from the AWS console: arn:aws:<service>:<region>:<account>:<resource>",
  ),
  refusal(
    "a managed policy by its ARN",
    (stack) =>
      void new Role(stack, "role", {
        service: "lambda.amazonaws.com",
        managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
      }),
    "role",
    "managedPolicies",
    "the name of an AWS managed policy, with its path",
    "write for example service-role/AWSLambdaBasicExecutionRole, without arn:aws:iam::aws:policy/",
  ),
];
