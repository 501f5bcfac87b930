import type { Duration, PhysicalName } from "../../src/core";
import type { ISecurityGroup } from "../networking";
import type { CapacityMix } from "./capacity";
import type { Deployment } from "./deployment";
import type { Discovery } from "./namespace";
import type { TaskDefinitionProps } from "./task-definition";

export interface ServiceProps extends TaskDefinitionProps {
  /**
   * How many tasks run, 0 to 5000. Beside `autoScale` how many run at first. A change starts all tasks anew, as every
   * update of a service does here; with `autoScale` there is no need to.
   * @default - the load decides: call `autoScale`
   */
  readonly count?: number;
  /** @default - the construct's ids */
  readonly name?: PhysicalName;
  /** Group its tasks are in. @default - one of its own, that may open HTTPS connections to anything: images, AWS's services and others' APIs */
  readonly securityGroup?: ISecurityGroup;
  /** Share of tasks on spare capacity, which AWS takes back with two minutes' notice. @default - none */
  readonly spot?: CapacityMix;
  /** How a new version replaces the old one. @default { kind: "rolling" } - never fewer tasks than wanted, twice as many at most */
  readonly deployment?: Deployment;
  /** Name in a private domain, for clients inside the network that need no load balancer. @default - none */
  readonly discovery?: Discovery;
  /** Allows ECS Exec: a shell in a running task, for whoever has the right. @default false - its agent needs a writable root */
  readonly exec?: boolean;
  /**
   * Time after the start of a task in which the load balancer's health checks are not counted; only behind one.
   * @default "60 seconds" - the start period of its own health check
   */
  readonly healthCheckGracePeriod?: Duration;
}

/** A service that others restart. One that exists already is an object of this form. */
export interface IService {
  /** Word for it, e.g. `api`. */
  readonly label: string;
  readonly arn: string;
  readonly name: string;
  readonly cluster: { readonly name: string };
}
