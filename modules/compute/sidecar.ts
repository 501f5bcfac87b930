import type { IConstruct } from "constructs";
import { checkUnique } from "../../src/core";
import { report } from "../../src/engine";
import { type ContainerProps, portsOf, type TaskContainer } from "./container";

/** A container beside the main one: a proxy, a collector. It shares the task's CPU, memory, network and rights. */
export interface Sidecar extends ContainerProps {
  /** Name of the container, and prefix of its log streams. Up to 255 letters, digits, hyphens and underscores. */
  readonly name: string;
  /** Whether the task is replaced when this container ends. @default true - as ECS: what is not there is not missed in silence */
  readonly essential?: boolean;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MOST_CONTAINERS = 10;

/** Reports what containers of one task cannot have in common: they share one network interface. */
export function checkTogether(construct: IConstruct, containers: readonly TaskContainer[]): void {
  checkUnique(
    construct,
    "sidecars.name",
    containers.map(({ name }) => name),
  );
  checkUnique(construct, "port", containers.flatMap(({ props }) => portsOf(props)).map(String));
  if (containers.length > MOST_CONTAINERS) {
    report(construct, {
      prop: "sidecars",
      value: containers.length - 1,
      allowed: `at most ${MOST_CONTAINERS - 1}`,
      fix: "split the service",
    });
  }
}
