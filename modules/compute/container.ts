import type { IConstruct } from "constructs";
import { type Duration, seconds } from "../../src/core";
import type { SecretValue } from "../security";

/** How ECS finds out whether a container works: a command inside it. */
export interface ContainerHealth {
  /** Run by the container's shell; the tools it needs have to be in the image. 0 means healthy. */
  readonly command: string;
  /** 5 to 300 seconds. @default "30 seconds" - as ECS */
  readonly interval?: Duration;
  /** 2 to 60 seconds. @default "10 seconds" - a busy container answers late: twice what ECS takes */
  readonly timeout?: Duration;
  /** Failures in a row that make it unhealthy, 1 to 10. @default 3 - as ECS */
  readonly retries?: number;
  /** Time after the start in which failures are not counted, up to 300 seconds. @default "60 seconds" - programs connect and warm up first */
  readonly startPeriod?: Duration;
}

/** What a container runs. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
export interface ContainerProps {
  /** Image with a tag that stays, or a digest: `${registry}/api:v1.2.3`. */
  readonly image: string;
  /**
   * Overrides the image's entry point. The image's command is not used then: give `command` too.
   * @default - the image's
   */
  readonly entryPoint?: readonly string[];
  /** Overrides the image's command; `[]` for none beside an `entryPoint`. @default - the image's */
  readonly command?: readonly string[];
  /**
   * TCP port it listens on: the one that `connectTo` and `route` use. With another one requests fail for the minutes until
   * the new tasks are healthy: those that still run have the old port, which nobody is let to any more.
   * @default - none
   */
  readonly port?: number;
  /** Further TCP ports it listens on, e.g. for metrics. @default - none */
  readonly ports?: readonly number[];
  /** Plain variables. What is secret stands in `secrets`. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Variables whose values ECS fetches when the container starts. @default - none */
  readonly secrets?: Readonly<Record<string, SecretValue>>;
  /** @default - none: the container is healthy as long as its process runs */
  readonly health?: ContainerHealth;
  /** Prefix of its log streams. @default - the container's name */
  readonly streamPrefix?: string;
  /** Time between SIGTERM and SIGKILL, 2 to 120 seconds. @default "30 seconds" - as ECS */
  readonly stopTimeout?: Duration;
  /** User, or user:group, by name or number. @default - the image's */
  readonly user?: string;
  /** Files and connections it may have open (`nofile`), 1 to 1048576. @default 65535 - as Fargate */
  readonly openFiles?: number;
  /**
   * Whether the container may write to its root file system.
   * @default "read-only", but "writable" with `exec`, whose agent writes there
   */
  readonly rootFilesystem?: "read-only" | "writable";
  /**
   * Directories it may write to on a read-only root, e.g. `/tmp`: empty volumes that go with the task. They belong to
   * root; another user can write where the image makes the directory, with that owner, and declares it as a VOLUME.
   * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bind-mounts.html
   * @default - none
   */
  readonly scratch?: readonly string[];
}

/** A container of a task. */
export interface TaskContainer {
  readonly name: string;
  readonly essential: boolean;
  readonly props: ContainerProps;
  /** Prefix of its props in messages: `sidecars.proxy.`, or nothing for the main container. */
  readonly prefix: string;
}

/** What containers of one task have in common. */
interface Shared {
  readonly exec: boolean;
  readonly logs: { readonly group: string; readonly region: string };
}

/** Ports that a container has, the main one first. */
export function portsOf({ port, ports = [] }: ContainerProps): readonly number[] {
  return port === undefined ? ports : [port, ...ports];
}

/** Name of the volume for a directory that a container may write to: its place in the list, since paths may be long. */
export function scratchVolume(container: string, index: number): string {
  return `${container.slice(0, 200)}-scratch-${index + 1}`;
}

/** One entry of a task definition. */
export function containerDefinition(construct: IConstruct, container: TaskContainer, shared: Shared) {
  const { prefix, name, essential, props } = container;
  const { exec, logs } = shared;
  const { entryPoint, command, health, stopTimeout, user, openFiles, scratch } = props;
  const ports = portsOf(props);
  const readOnly = (props.rootFilesystem ?? (exec ? "writable" : "read-only")) === "read-only";
  return {
    name,
    image: props.image,
    essential,
    ...(entryPoint ? { entryPoint } : {}),
    ...(command?.length ? { command } : {}),
    ...(ports.length > 0
      ? { portMappings: ports.map((port) => ({ containerPort: port, hostPort: port, protocol: "tcp" })) }
      : {}),
    environment: sorted(props.environment).map(([key, value]) => ({
      name: key,
      // Anything else is reported.
      value: typeof value === "string" ? value : "",
    })),
    secrets: sorted(props.secrets).map(([key, secret]) => ({ name: key, valueFrom: secret.valueFrom })),
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": logs.group,
        "awslogs-region": logs.region,
        "awslogs-stream-prefix": props.streamPrefix ?? name,
      },
    },
    ...(health ? { healthCheck: healthCheck(construct, prefix, health) } : {}),
    ...(stopTimeout
      ? {
          stopTimeout: seconds(construct, `${prefix}stopTimeout`, stopTimeout, {
            min: "2 seconds",
            max: "120 seconds",
            fix: "make the program stop sooner",
          }),
        }
      : {}),
    ...(user ? { user } : {}),
    ...(openFiles ? { ulimits: [{ name: "nofile", softLimit: openFiles, hardLimit: openFiles }] } : {}),
    // The agent of ECS Exec leaves child processes behind.
    ...(exec ? { linuxParameters: { initProcessEnabled: true } } : {}),
    ...(readOnly ? { readonlyRootFilesystem: true } : {}),
    ...(scratch?.length
      ? {
          mountPoints: scratch.map((directory, index) => ({
            sourceVolume: scratchVolume(name, index),
            containerPath: directory,
            readOnly: false,
          })),
        }
      : {}),
  };
}

function sorted<T>(record: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(record ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}

function healthCheck(construct: IConstruct, prefix: string, health: ContainerHealth) {
  const time = (prop: string, value: Duration, min: Duration, max: Duration) =>
    seconds(construct, `${prefix}health.${prop}`, value, { min, max });
  return {
    command: ["CMD-SHELL", health.command],
    interval: time("interval", health.interval ?? "30 seconds", "5 seconds", "300 seconds"),
    timeout: time("timeout", health.timeout ?? "10 seconds", "2 seconds", "60 seconds"),
    retries: health.retries ?? 3,
    startPeriod: time("startPeriod", health.startPeriod ?? "60 seconds", "1 second", "300 seconds"),
  };
}
