import { Service, type ServiceProps } from "../../modules/compute";
import type { PlatformStack } from "../../src/core";
import { clusterParts } from "./parts";
import { parsed, type Synthesized, staging, synthesize } from "./synth";

export const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:v1.2.3";
export const size = { cpu: 256, memory: "512 MiB" } as const;

/** What a service is changed to; "scaled" leaves the count to `autoScale`. */
export type Change = Partial<Omit<ServiceProps, "count">> & { readonly count?: number | "scaled" };

/** What stands around the service. */
export type Given = ReturnType<typeof clusterParts> & { readonly stack: PlatformStack };

/** Adds the service `api` of two tasks, with changes. @param more what is done with it */
export function addService(
  stack: PlatformStack,
  { count = 2, ...change }: Change = {},
  more: (service: Service, given: Given) => void = () => undefined,
): void {
  const given = { ...clusterParts(stack), stack };
  const { cluster, securityGroup } = given;
  const counted = count === "scaled" ? {} : { count };
  more(new Service(stack, "api", { cluster, securityGroup, image, size, ...counted, ...change }), given);
}

/** A stack with that service. */
export const build = (
  change: Change = {},
  more?: (service: Service, given: Given) => void,
  environment = staging,
) => synthesize((stack) => addService(stack, change, more), environment);

/** A container as its definition has it, the main one if not told otherwise. */
export const container = (built: Synthesized, name?: string, index = 0) =>
  (
    JSON.parse(
      String(built.resource("aws_ecs_task_definition", name).container_definitions),
    ) as readonly Record<string, unknown>[]
  )[index];

/** Who may assume a role. */
export const trust = (built: Synthesized, role: string) =>
  parsed(built.resource("aws_iam_role", role).assume_role_policy).Statement;
