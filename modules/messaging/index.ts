export { DeadLetterQueue, type DeadLetterQueueProps } from "./dead-letter-queue";
export { type DeadLettersProps, type IQueue, Queue, type QueueMetric, type QueueProps } from "./queue";
export {
  type FilterPolicy,
  type ITopic,
  type Publisher,
  type QueueSubscriptionProps,
  Topic,
  type TopicMetric,
  type TopicProps,
} from "./topic";
