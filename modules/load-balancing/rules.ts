import type { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import type { Construct } from "constructs";
import { report } from "../../src/engine";

/** Which requests a rule is for. Without hosts or paths it matches all. */
export interface RouteProps {
  /** Host names, `*` allowed. @default - any host */
  readonly hosts?: readonly string[];
  /** Paths, `*` and `?` allowed. @default - any path */
  readonly paths?: readonly string[];
  /** Place among the rules, 1 to 50000, lowest first. @default - after the rules before it, from 100 in steps of 10 */
  readonly priority?: number;
}

const FIRST_PRIORITY = 100;
const STEP = 10;
/** AWS counts the values of all conditions of a rule. */
const MOST_VALUES = 5;

/** The rules of a listener. */
export class RouteTable {
  private readonly taken = new Map<number, string>();

  constructor(
    private readonly scope: Construct,
    private readonly listener: LbListener,
  ) {}

  /** @returns the rule, which services behind it wait for */
  add(id: string, props: RouteProps, action: object): LbListenerRule {
    const priority = props.priority ?? this.nextPriority();
    this.check(id, props, priority);
    this.taken.set(priority, id);
    const condition = [
      ...(props.hosts ? [{ hostHeader: { values: [...props.hosts] } }] : []),
      ...(props.paths ? [{ pathPattern: { values: [...props.paths] } }] : []),
    ];
    return new LbListenerRule(this.scope, `rule_${id}`, {
      listenerArn: this.listener.arn,
      priority,
      action: [action as { type: string }],
      condition,
    });
  }

  private nextPriority(): number {
    let priority = FIRST_PRIORITY;
    while (this.taken.has(priority)) priority += STEP;
    return priority;
  }

  private check(id: string, { hosts = [], paths = [] }: RouteProps, priority: number): void {
    const owner = this.taken.get(priority);
    if (owner) {
      report(this.scope, {
        prop: `route(${id}).priority`,
        value: priority,
        allowed: `a number that no other rule has; ${owner} has it`,
        fix: "leave it out, or choose another",
      });
    }
    if (!Number.isInteger(priority) || priority < 1 || priority > 50_000) {
      report(this.scope, {
        prop: `route(${id}).priority`,
        value: priority,
        allowed: "1 to 50000",
        fix: "leave it out, or choose another",
      });
    }
    const count = hosts.length + paths.length;
    if (count < 1 || count > MOST_VALUES) {
      report(this.scope, {
        prop: `route(${id})`,
        value: { hosts, paths },
        allowed: `1 to ${MOST_VALUES} hosts and paths together`,
        fix: "split it into two routes, or use routeRest for all that is left",
      });
    }
  }
}

/** Action that sends requests to a target group. */
export function forward(targetGroupArn: string) {
  return { type: "forward", targetGroupArn };
}

/** Action that answers 404. */
export function refuse() {
  return {
    type: "fixed-response",
    fixedResponse: { contentType: "text/plain", messageBody: "not found", statusCode: "404" },
  };
}
