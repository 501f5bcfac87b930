import type { Service } from "../../../modules/compute";
import { addService, type Change, type Given } from "../../support/service";
import { type Refusal, refusal } from "./refusal";

/** A service with a wrong prop. */
export const service = (
  what: string,
  change: Change,
  prop: string,
  allowed: string,
  fix: string,
  more?: (service: Service, given: Given) => void,
): Refusal =>
  refusal(`a service with ${what}`, (stack) => addService(stack, change, more), "api", prop, allowed, fix);

const NO_ROOM = [
  "deployment",
  "limits that let a task of 2 start or stop",
  "raise maximumPercent or lower minimumHealthyPercent",
] as const;

export const services: readonly Refusal[] = [
  service(
    "less than no tasks",
    { count: -1 },
    "count",
    "a whole number from 0 to 5000 tasks",
    "write for example 2",
  ),
  service(
    "neither count nor scaling",
    { count: "scaled" },
    "count",
    "count, or a call of autoScale",
    "write for example count: 2",
  ),
  service(
    "a start beyond the limits of scaling",
    { count: 4 },
    "count",
    "a start between the limits of autoScale, 1 and 3",
    "remove count, or move it between the limits",
    (made) => void made.autoScale({ min: 1, max: 3 }).onCpu(70),
  ),
  service(
    "limits twice",
    { count: "scaled" },
    "autoScale",
    "limits once",
    "call methods of the first result instead",
    (made) => {
      made.autoScale({ min: 1, max: 3 }).onCpu(70);
      made.autoScale({ min: 2, max: 4 }).onMemory(70);
    },
  ),
  service(
    "no task on demand",
    { spot: { onDemandBase: 0 } },
    "spot.onDemandBase",
    "a whole number from 1 to 100000 tasks",
    "write for example 1",
  ),
  service(
    "weights of nothing",
    { spot: { onDemandBase: 1, weights: { spot: 0, onDemand: 0 } } },
    "spot.weights",
    "at least one weight above 0: no task beyond the base would start otherwise",
    "write for example { spot: 1, onDemand: 0 }",
  ),
  service("a deployment with no room", { deployment: { kind: "rolling", maximumPercent: 100 } }, ...NO_ROOM),
  service(
    "a deployment whose room is rounded away",
    { deployment: { kind: "rolling", minimumHealthyPercent: 60, maximumPercent: 140 } },
    ...NO_ROOM,
  ),
  service(
    "more than twice its tasks",
    { deployment: { kind: "rolling", maximumPercent: 300 } },
    "deployment.maximumPercent",
    "a whole number from 100 to 200 per cent",
    "write for example 200",
  ),
  service(
    "requests for no port",
    {},
    "port",
    "a port that requests go to",
    "add port, e.g. port: 8080",
    (made) => void made.port,
  ),
  service(
    "requests for a port that nobody listens on",
    { port: 80 },
    "target",
    "a container and a port of it: api 80",
    "add the port to ports of the container",
    (made) => void made.target(81),
  ),
  service(
    "a name that nobody registers",
    {},
    "discovery",
    "a namespace to be found in",
    "add discovery: { namespace }",
    (made) => void made.host,
  ),
  service(
    "a grace period and no load balancer",
    { healthCheckGracePeriod: "2 minutes" },
    "healthCheckGracePeriod",
    "nothing, without a load balancer in front",
    "remove it, or route requests to the service",
  ),
  service(
    "six target groups",
    { port: 80 },
    "target groups",
    "at most 5",
    "route several hosts and paths to one target group",
    (made) => {
      for (const group of ["1", "2", "3", "4", "5", "6"]) made.attach(`arn:${group}`, []);
    },
  ),
];
