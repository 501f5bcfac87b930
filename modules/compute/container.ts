import type { Construct } from "constructs";
import { type Duration, seconds } from "../../src/core";
import { report } from "../../src/engine";
import type { SecretValue } from "../security";

/** How ECS finds out whether a container works: a command inside it. */
export interface ContainerHealth {
  readonly command: string;
  /** @default "30 seconds" - 001-074 */
  readonly interval?: Duration;
  /** @default "10 seconds" - 001-074 */
  readonly timeout?: Duration;
  /** @default 3 - 001-074 */
  readonly retries?: number;
  /** Failures that do not count after the start. @default "60 seconds" - 001-074 */
  readonly startPeriod?: Duration;
}

export interface ContainerProps {
  /** Image with a tag or digest, e.g. `${registry}/takeoff-api:v1.2.3`. */
  readonly image: string;
  /**
   * Overrides the image's own entry point; the image's command then no longer counts, so give `command` too.
   * @default - the image's
   */
  readonly entryPoint?: readonly string[];
  /** Overrides the image's own command. @default - the image's */
  readonly command?: readonly string[];
  /** TCP port it listens on. @default - none */
  readonly port?: number;
  /** Plain variables. Whatever must stay secret goes into `secrets`. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Variables whose values ECS fetches at start, per key. @default - none */
  readonly secrets?: Readonly<Record<string, SecretValue>>;
  /** @default - none: the task lives as long as its process */
  readonly health?: ContainerHealth;
  /** Time between SIGTERM and SIGKILL, at most two minutes. @default "30 seconds" - as ECS */
  readonly stopTimeout?: Duration;
}

interface Logging {
  readonly group: string;
  readonly region: string;
}

/** The container definition of a task with one container. */
export function containerDefinition(name: string, props: ContainerProps, logging: Logging, exec: boolean) {
  const entries = <T>(record: Readonly<Record<string, T>> | undefined) =>
    Object.entries(record ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    name,
    image: props.image,
    essential: true,
    ...(props.entryPoint ? { entryPoint: props.entryPoint } : {}),
    ...(props.command ? { command: props.command } : {}),
    ...(props.port
      ? { portMappings: [{ containerPort: props.port, hostPort: props.port, protocol: "tcp" }] }
      : {}),
    environment: entries(props.environment).map(([key, value]) => ({ name: key, value })),
    secrets: entries(props.secrets).map(([key, secret]) => ({ name: key, valueFrom: secret.valueFrom })),
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": logging.group,
        "awslogs-region": logging.region,
        "awslogs-stream-prefix": name,
      },
    },
    ...(props.health ? { healthCheck: healthCheck(props.health) } : {}),
    ...(props.stopTimeout ? { stopTimeout: seconds(props.stopTimeout) } : {}),
    // The agent of ECS Exec writes to the root file system and leaves child processes behind.
    ...(exec ? { linuxParameters: { initProcessEnabled: true } } : { readonlyRootFilesystem: true }),
  };
}

function healthCheck({
  command,
  interval = "30 seconds",
  timeout = "10 seconds",
  retries = 3,
  startPeriod = "60 seconds",
}: ContainerHealth) {
  return {
    command: ["CMD-SHELL", command],
    interval: seconds(interval),
    timeout: seconds(timeout),
    retries,
    startPeriod: seconds(startPeriod),
  };
}

/** Reports what ECS would refuse, or run wrongly, only once a task starts. */
export function checkContainer(construct: Construct, props: ContainerProps): void {
  const both = Object.keys(props.environment ?? {}).filter((key) => key in (props.secrets ?? {}));
  if (both.length > 0) {
    report(construct, {
      prop: "secrets",
      value: both,
      allowed: "names that are not in environment too",
      fix: "remove them from environment",
    });
  }
  if (/:latest$/.test(props.image) || !/[:@]/.test(props.image)) {
    report(construct, {
      prop: "image",
      value: props.image,
      allowed: "an image with a tag that stays, or a digest",
      fix: "name a version, e.g. :v1.2.3",
    });
  }
  if (props.entryPoint && !props.command) {
    report(construct, {
      prop: "command",
      value: undefined,
      allowed: "a command beside entryPoint: an entry point replaces the image's command too",
      fix: "repeat the image's command",
    });
  }
  if (props.stopTimeout && seconds(props.stopTimeout) > 120) {
    report(construct, {
      prop: "stopTimeout",
      value: props.stopTimeout,
      allowed: 'at most "2 minutes"',
      fix: "make the program stop sooner",
    });
  }
  const { interval = "30 seconds", timeout = "10 seconds" } = props.health ?? {};
  if (seconds(timeout) > seconds(interval)) {
    report(construct, {
      prop: "health.timeout",
      value: timeout,
      allowed: `at most health.interval (${interval})`,
      fix: "lower the timeout or raise the interval",
    });
  }
}
