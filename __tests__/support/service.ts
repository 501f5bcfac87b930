import { Service, type ServiceProps } from "../../modules/compute";
import { clusterParts } from "./parts";
import { problems, staging, synthesize } from "./synth";

export const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:v1.2.3";
export const size = { cpu: 256, memory: "512 MiB" } as const;
/** A service with changes. */
export const build = (change: Partial<ServiceProps> = {}, environment = staging) =>
  synthesize(
    (stack) => void new Service(stack, "api", { ...clusterParts(stack), image, size, count: 2, ...change }),
    environment,
  );
/** What a service with changes is refused with. */
export const refused = (change: Partial<ServiceProps>) =>
  problems(
    (stack) => void new Service(stack, "api", { ...clusterParts(stack), image, size, count: 2, ...change }),
  );
/** The container of the only task definition. */
export const container = (built: ReturnType<typeof build>) =>
  (
    JSON.parse(String(built.resource("aws_ecs_task_definition").container_definitions)) as Record<
      string,
      unknown
    >[]
  )[0];
