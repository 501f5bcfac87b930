import {
  AlertTopic,
  type AlertTopicProps,
  LogMetric,
  type LogMetricProps,
  SlackNotifier,
  type SlackNotifierProps,
} from "../../../modules/monitoring";
import { EncryptionKey } from "../../../modules/security";
import { Input } from "../../../src/engine";
import { elsewhere, topic } from "./monitoring-limits";
import { type Refusal, refusal } from "./refusal";

const alerts = (what: string, given: Partial<AlertTopicProps>, prop: string, allowed: string, fix: string) =>
  refusal(
    what,
    (stack) => new AlertTopic(stack, "alerts", { key: new EncryptionKey(stack, "key"), ...given }),
    "alerts",
    prop,
    allowed,
    fix,
  );
const emails = { description: "Somebody", example: "a@example.com", matches: "@", allowed: "Must be one." };

export const topics: readonly Refusal[] = [
  alerts(
    "no addresses in the list",
    { emails: [] },
    "emails",
    "at least one address, and at most one that only Terraform knows",
    "leave emails out for none, or take a whole list with Input.list",
  ),
  refusal(
    "two addresses that only Terraform knows",
    (stack) =>
      new AlertTopic(stack, "alerts", {
        key: new EncryptionKey(stack, "key"),
        emails: ["first", "second"].map((id) => Input.string(stack, id, emails)),
      }),
    "alerts",
    "emails",
    "at least one address, and at most one that only Terraform knows",
    "leave emails out for none, or take a whole list with Input.list",
  ),
  alerts(
    "what is no address",
    { emails: "on-call" },
    "subscribeEmail(on-call)",
    "an e-mail address",
    "write for example alerts@example.com",
  ),
  alerts(
    "an address twice",
    { emails: ["a@example.com", "a@example.com"] },
    "subscribe(a@example.com)",
    "each subscriber and each id once; a@example.com is there already",
    "remove one of the two subscriptions, or give it another id",
  ),
];

const slack = (
  what: string,
  given: Partial<SlackNotifierProps>,
  prop: string,
  allowed: string,
  fix: string,
) =>
  refusal(
    what,
    (stack) =>
      new SlackNotifier(stack, "slack", {
        topics: [topic],
        webhookSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:slack-AbCdEf",
        key: new EncryptionKey(stack, "key"),
        ...given,
      }),
    "slack",
    prop,
    allowed,
    fix,
  );

export const notifiers: readonly Refusal[] = [
  slack("no topics", { topics: [] }, "topics", "at least one topic, each once", "add a topic"),
  slack(
    "a topic twice",
    { topics: [topic, { ...topic }] },
    "topics",
    "at least one topic, each once",
    "remove the duplicates",
  ),
  slack(
    "a topic of another region",
    { topics: [elsewhere] },
    "topics",
    "a topic in eu-west-1, where the construct is",
    'make a topic in inRegion("eu-west-1")',
  ),
  slack(
    "a secret's name for its ARN",
    { webhookSecretArn: "slack-webhook" },
    "webhookSecretArn",
    "the full ARN of a secret, with the six characters at its end",
    "copy it from the AWS console: arn:aws:secretsmanager:<region>:<account>:secret:<name>-AbCdEf",
  ),
];

const lines = (what: string, given: Partial<LogMetricProps>, prop: string, allowed: string, fix: string) =>
  refusal(
    what,
    (stack) =>
      new LogMetric(stack, "errors", { logs: { name: "/ecs/shop/api" }, pattern: "ERROR", ...given }),
    "errors",
    prop,
    allowed,
    fix,
  );

export const logMetrics: readonly Refusal[] = [
  lines(
    "a log group with a space",
    { logs: { name: "the log" } },
    "logs.name",
    "the name of a log group",
    "write for example /aws/rds/instance/orders/postgresql",
  ),
  lines(
    "a pattern that is not closed",
    { pattern: '{ $.level = "ERROR"' },
    "pattern",
    "up to 1024 characters: words, { … } for JSON, or [ … ] for columns",
    "close the bracket, or shorten the pattern",
  ),
  lines(
    "a value that is no number",
    { value: "one" },
    "value",
    "a number, or a field, of at most 100 characters",
    'write for example "1" or "$.duration"',
  ),
  lines(
    "a field of JSON in plain lines",
    { value: "$.depth" },
    "value",
    "a field of the pattern: $.depth wants { … }",
    'change the pattern, or count lines with "1"',
  ),
  lines(
    "a metric's name with a colon",
    { metricName: "shop:errors" },
    "metricName",
    "1 to 255 characters without colon, asterisk and dollar",
    "write for example ErrorCount",
  ),
  lines(
    "a namespace of AWS",
    { namespace: { exact: "AWS/Shop" } },
    "name",
    `a name for a metric-namespace: ${/^(?!AWS\/)[\w./#:-]+$/}`,
    "change the name, or the platform's naming",
  ),
];
