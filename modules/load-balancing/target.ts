import type { Dependable } from "../../src/engine";
import type { IConnectable } from "../networking";

/** What a load balancer sends requests to: one port of one container, e.g. of a service. */
export interface ITarget extends IConnectable {
  /** Word for it in addresses and names, e.g. `api`; another port of the same service has another, e.g. `api-9000`. */
  readonly label: string;
  /** Container that listens on `port`. */
  readonly container: string;
  /**
   * Registers it with a target group. Called once for each rule or listener that forwards to the group: the same ARN
   * again adds nothing but what to wait for.
   * @param after what has to exist first: AWS refuses a service whose target group no listener forwards to
   */
  attach(targetGroupArn: string, after: readonly Dependable[]): void;
}
