import { Queue, type QueueProps, Topic, type TopicProps } from "../../../modules/messaging";
import { EncryptionKey } from "../../../modules/security";
import type { PlatformStack } from "../../../src/core";
import { type Refusal, refusal } from "./refusal";

const keyOf = (stack: PlatformStack) => new EncryptionKey(stack, "key");

const queue = (
  what: string,
  props: Partial<QueueProps>,
  prop: string,
  allowed: string,
  fix: string,
): Refusal =>
  refusal(
    what,
    (stack) => void new Queue(stack, "orders", { key: keyOf(stack), ...props }),
    "orders",
    prop,
    allowed,
    fix,
  );

const topic = (
  what: string,
  props: Partial<TopicProps>,
  use: (topic: Topic, stack: PlatformStack, key: EncryptionKey) => void,
  prop: string,
  allowed: string,
  fix: string,
): Refusal =>
  refusal(
    what,
    (stack) => {
      const key = keyOf(stack);
      use(new Topic(stack, "events", { key, ...props }), stack, key);
    },
    "events",
    prop,
    allowed,
    fix,
  );

const nothing = () => {};
const rename = "change the name, or the platform's naming";
const keepLonger =
  "keep messages for at least visibilityTimeout × deadLetters.maxReceives, and for 1 minute to 14 days";
const keepDeadLonger = "keep dead letters at least as long as messages of the queue, and for at most 14 days";
const filters = "1 to 5 attributes with at least one value each, at most 150 combinations of values";
const filterLess = "filter by fewer attributes or values, or in the consumer";
const duration = (most: string) => `write a whole number and its unit, e.g. "${most}"`;

const queues: readonly Refusal[] = [
  queue(
    "a message hidden for more than 12 hours",
    { visibilityTimeout: "13 hours" },
    "visibilityTimeout",
    '"0 seconds" to "12 hours"',
    duration("12 hours"),
  ),
  queue(
    "a message hidden for half a second",
    { visibilityTimeout: "0.5 seconds" },
    "visibilityTimeout",
    '"0 seconds" to "12 hours"',
    duration("0 seconds"),
  ),
  queue(
    "messages kept for 15 days",
    { retention: "15 days" },
    "retention",
    '"150 seconds" to "14 days"',
    keepLonger,
  ),
  queue(
    "messages kept for less than a minute",
    { retention: "30 seconds", visibilityTimeout: "1 second" },
    "retention",
    '"60 seconds" to "14 days"',
    keepLonger,
  ),
  queue(
    "messages that expire before they are given up",
    { retention: "49 minutes", visibilityTimeout: "10 minutes" },
    "retention",
    '"3000 seconds" to "14 days"',
    keepLonger,
  ),
  queue(
    "a delay of 16 minutes",
    { delay: "16 minutes" },
    "delay",
    '"0 seconds" to "15 minutes"',
    duration("15 minutes"),
  ),
  queue(
    "requests that wait for 21 seconds",
    { receiveWait: "21 seconds" },
    "receiveWait",
    '"0 seconds" to "20 seconds"',
    duration("20 seconds"),
  ),
  queue(
    "messages that are never received",
    { deadLetters: { maxReceives: 0 } },
    "deadLetters.maxReceives",
    "a whole number from 1 to 1000",
    "write for example 1",
  ),
  queue(
    "messages received 1001 times",
    { deadLetters: { maxReceives: 1001 }, visibilityTimeout: "1 second" },
    "deadLetters.maxReceives",
    "a whole number from 1 to 1000",
    "write for example 1000",
  ),
  queue(
    "messages received two and a half times",
    { deadLetters: { maxReceives: 2.5 }, visibilityTimeout: "2 seconds" },
    "deadLetters.maxReceives",
    "a whole number from 1 to 1000",
    "write for example 1",
  ),
  queue(
    "dead letters that are gone before others",
    { deadLetters: { retention: "3 days" } },
    "deadLetters.retention",
    '"345600 seconds" to "14 days"',
    keepDeadLonger,
  ),
  queue(
    "dead letters kept for 15 days",
    { deadLetters: { retention: "15 days" } },
    "deadLetters.retention",
    '"345600 seconds" to "14 days"',
    keepDeadLonger,
  ),
  {
    what: "a queue's name with a dot",
    build: (stack) => void new Queue(stack, "orders", { key: keyOf(stack), name: { exact: "a.b" } }),
    problems: ["/^[\\w-]+$/", "/^[\\w-]+$/"].map((pattern) => ({
      path: "orders",
      prop: "name",
      allowed: `a name for a sqs-queue: ${pattern}`,
      fix: rename,
    })),
  },
  {
    what: "a standard queue that is called fifo",
    build: (stack) => void new Queue(stack, "orders", { key: keyOf(stack), name: { exact: "orders.fifo" } }),
    problems: ["orders", "orders"].map((path) => ({
      path,
      prop: "name",
      allowed: "a name for a sqs-queue: /^[\\w-]+$/",
      fix: rename,
    })),
  },
  {
    what: "two queues of one name",
    build: (stack) => {
      const key = keyOf(stack);
      for (const id of ["a", "b"]) new Queue(stack, id, { key, name: "jobs", fifo: true });
    },
    problems: ["dead letters", "messages"].map(() => ({
      path: "b",
      prop: "name",
      allowed: "a name that no other sqs-queue-fifo has; shop-test/a has it already",
      fix: "give one of the two another name; where the platform's naming drops a part, use it there",
    })),
  },
];

const topics: readonly Refusal[] = [
  topic(
    "a topic's name with a dot",
    { name: { exact: "a.b" } },
    nothing,
    "name",
    "a name for a sns-topic: /^[\\w-]+$/",
    rename,
  ),
  topic(
    "a sender's name of 101 characters",
    { displayName: "x".repeat(101) },
    nothing,
    "displayName",
    "1 to 100 characters",
    "shorten it, or leave it out",
  ),
  topic(
    "a sender without a name",
    { displayName: "" },
    nothing,
    "displayName",
    "1 to 100 characters",
    "shorten it, or leave it out",
  ),
  topic(
    "mails to what is no address",
    {},
    (events) => events.subscribeEmail("ops", "ops at example.com"),
    "subscribeEmail(ops)",
    "an e-mail address",
    "write for example alerts@example.com",
  ),
  topic(
    "mails of a fifo topic",
    { fifo: true },
    (events) => events.subscribeEmail("ops", "ops@example.com"),
    "subscribeEmail(ops)",
    "queues only, since the topic is fifo",
    "leave fifo out, or subscribe a queue",
  ),
  topic(
    "one address twice",
    {},
    (events) => {
      events.subscribeEmail("ops", "ops@example.com");
      events.subscribeEmail("team", "ops@example.com");
    },
    "subscribe(team)",
    "each subscriber and each id once; ops is there already",
    "remove one of the two subscriptions, or give it another id",
  ),
  topic(
    "two addresses of one id",
    {},
    (events) => {
      events.subscribeEmail("ops", "ops@example.com");
      events.subscribeEmail("ops", "team@example.com");
    },
    "subscribe(ops)",
    "each subscriber and each id once; ops is there already",
    "remove one of the two subscriptions, or give it another id",
  ),
  topic(
    "one queue twice",
    {},
    (events, stack, key) => {
      const orders = new Queue(stack, "orders", { key });
      events.subscribeQueue(orders);
      events.subscribeQueue(orders, { raw: true });
    },
    "subscribe(orders)",
    "each subscriber and each id once; orders is there already",
    "remove one of the two subscriptions, or give it another id",
  ),
  topic(
    "a fifo queue of a standard topic",
    {},
    (events, stack, key) => events.subscribeQueue(new Queue(stack, "orders", { key, fifo: true })),
    "subscribeQueue(orders)",
    "a standard queue, since the topic is not fifo",
    "make both fifo, or neither",
  ),
  ...(
    [
      ["by nothing", {}],
      ["by an attribute without values", { kind: [] }],
      ["by six attributes", { a: [1], b: [1], c: [1], d: [1], e: [1], f: [1] }],
      ["by 151 values", { a: Array.from({ length: 151 }, (_, index) => index) }],
    ] as const
  ).map(([what, filter]) =>
    topic(
      `a filter ${what}`,
      {},
      (events, stack, key) => events.subscribeQueue(new Queue(stack, "orders", { key }), { filter }),
      "subscribeQueue(orders).filter",
      filters,
      filterLess,
    ),
  ),
];

export const messaging: readonly Refusal[] = [...queues, ...topics];
