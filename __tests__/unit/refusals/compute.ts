import {
  Cluster,
  Namespace,
  QueueDepth,
  type QueueDepthProps,
  Registry,
  RestartOnRotation,
  type ScheduleProps,
  Task,
} from "../../../modules/compute";
import { EncryptionKey, existingSecret } from "../../../modules/security";
import { clusterParts } from "../../support/parts";
import { addService, image, size } from "../../support/service";
import { containers } from "./compute-containers";
import { ONE_QUESTION_MARK, scalings } from "./compute-scaling";
import { services } from "./compute-services";
import { type Refusal, refusal } from "./refusal";

const SECRET = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf";

const schedule = (what: string, props: ScheduleProps, prop: string, allowed: string, fix: string): Refusal =>
  refusal(
    `a schedule with ${what}`,
    (stack) => {
      const { cluster } = clusterParts(stack);
      new Task(stack, "cleanup", { cluster, image, size }).schedule("nightly", props);
    },
    "cleanup/nightly",
    prop,
    allowed,
    fix,
  );

const queues = (what: string, change: Partial<QueueDepthProps>, prop: string, allowed: string, fix: string) =>
  refusal(
    `queue depth with ${what}`,
    (stack) => {
      const { cluster, securityGroup } = clusterParts(stack);
      const cache = { host: "cache.example.com", port: 6379, securityGroup, token: existingSecret(SECRET) };
      new QueueDepth(stack, "depth", { cluster, cache, queues: ["high"], ...change });
    },
    "depth",
    prop,
    allowed,
    fix,
  );

const rotation = (what: string, secretArns: readonly string[], prop: string, allowed: string, fix: string) =>
  refusal(
    `a rotation with ${what}`,
    (stack) =>
      addService(stack, {}, (made) => {
        const { key } = made.cluster;
        new RestartOnRotation(stack, "rotation", { key, secretArns, services: [made] });
      }),
    "rotation",
    prop,
    allowed,
    fix,
  );

const others: readonly Refusal[] = [
  schedule(
    "a time that is none",
    { at: "every day" },
    "at",
    "cron(…) with six fields, rate(…) or at(…)",
    'write for example "cron(0 3 * * ? *)", "rate(5 minutes)" or "at(2030-01-31T03:00:00)"',
  ),
  schedule("two days", { at: "cron(0 3 * * * *)" }, "at", ...ONE_QUESTION_MARK),
  schedule(
    "a time zone that is none",
    { at: "rate(1 hour)", timezone: "Berlin" },
    "timezone",
    "a time zone of the IANA database",
    'write for example "Europe/Berlin"',
  ),
  schedule(
    "endless retries",
    { at: "rate(1 hour)", retries: 186 },
    "retries",
    "a whole number from 0 to 185",
    "write for example 185",
  ),
  schedule(
    "retries for days",
    { at: "rate(1 hour)", retryFor: "2 days" },
    "retryFor",
    '"1 minute" to "24 hours"',
    'write a whole number and its unit, e.g. "24 hours"',
  ),
  queues(
    "no queues",
    { queues: [] },
    "queues",
    "names of Redis lists, at least one",
    'write for example ["default"]',
  ),
  queues("a queue twice", { queues: ["a", "a"] }, "queues", "each once", "remove the duplicates"),
  queues(
    "rare measures",
    { every: "5 minutes" },
    "every",
    '"1 second" to "60 seconds"',
    'write a whole number and its unit, e.g. "60 seconds"',
  ),
  rotation("no secrets", [], "secretArns", "at least one", "add one, or remove the construct"),
  rotation(
    "a secret's name",
    ["db"],
    "secretArns",
    "an ARN",
    "copy it from the AWS console: arn:aws:<service>:<region>:<account>:<resource>",
  ),
  rotation("a secret twice", [SECRET, SECRET], "secretArns", "each once", "remove the duplicates"),
  refusal(
    "a registry that keeps nothing",
    (stack) => void new Registry(stack, "images", { key: new EncryptionKey(stack, "key"), keep: 0 }),
    "images",
    "keep",
    "a whole number from 1 to 100000 images",
    "write for example 50",
  ),
  refusal(
    "a registry that keeps nothing of a tag",
    (stack) =>
      void new Registry(stack, "images", { key: new EncryptionKey(stack, "key"), keepTagged: { v: 0 } }),
    "images",
    "keepTagged.v",
    "a whole number from 1 to 100000 images",
    "write for example 50",
  ),
  refusal(
    "a registry that keeps what no tag begins with",
    (stack) =>
      void new Registry(stack, "images", { key: new EncryptionKey(stack, "key"), keepTagged: { "v*": 50 } }),
    "images",
    "keepTagged",
    "the beginning of a tag: letters, digits, underscores, dots and hyphens",
    "write for example { v: 50 }",
  ),
  refusal(
    "a namespace that is no domain",
    (stack) => {
      const { network } = clusterParts(stack);
      new Namespace(stack, "internal", { network, domain: "internal" });
    },
    "internal",
    "domain",
    "a full domain name",
    "write for example api.example.com, without scheme, port or path",
  ),
  refusal(
    "two clusters of one name",
    (stack) => {
      const { network, key } = clusterParts(stack);
      new Cluster(stack, "second", { network, key, name: { exact: "shop-test-cluster" } });
    },
    "second",
    "name",
    "a name that no other ecs-cluster has; shop-test/cluster has it already",
    "give one of the two another name; where the platform's naming drops a part, use it there",
  ),
];

export const compute: readonly Refusal[] = [...containers, ...services, ...scalings, ...others];
