import type { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import {
  LbListenerRule,
  type LbListenerRuleAction,
  type LbListenerRuleCondition,
} from "@cdktf/provider-aws/lib/lb-listener-rule";
import { Construct } from "constructs";
import { checkCidr, checkFormat, checkNumber, checkUnique } from "../../src/core";
import { isToken, report } from "../../src/engine";

/**
 * Which requests a rule is for: those that meet all conditions, each with one of its values. At least one condition,
 * and at most five values and five wildcards in all.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export interface When {
  /** Host names without port, `*` and `?` allowed. @default - any host */
  readonly hosts?: readonly string[];
  /** Paths without query, `*` and `?` allowed; upper and lower case differ. @default - any path */
  readonly paths?: readonly string[];
  /** HTTP methods in upper case, e.g. `GET`; it does not cover `HEAD`. @default - any method */
  readonly methods?: readonly string[];
  /** Values of headers by name, `*` and `?` allowed in values. `Host` is a matter of `hosts`. @default - any headers */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  /** Ranges the connection comes from: of a proxy, where there is one in front. @default - any address */
  readonly sources?: readonly string[];
  /** Place among the rules of the listener, 1 to 50000, lowest first. @default 100 - of the only rule; every rule needs one where there are several */
  readonly priority?: number;
}

const FIRST_PRIORITY = 100;
const STEP = 10;
/** Quotas per rule that AWS does not raise. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_VALUES = 5;
const MOST_WILDCARDS = 5;

const HOST = {
  pattern: /^(?=.{1,128}$)[A-Za-z0-9.*?-]*\.[A-Za-z*?]+$/,
  allowed: "a host name of up to 128 letters, digits, - . * and ?, with a dot before its last letters",
  fix: 'write for example "api.example.com" or "*.example.com", without scheme, port or path',
};
const PATH = {
  pattern: /^[/*?][A-Za-z0-9_.$/~"'@:+&*?-]{0,127}$/,
  allowed: "a path of up to 128 letters, digits and _-.$/~\"'@:+&*?, that begins with /",
  fix: 'write for example "/api/*", without scheme, host or query',
};
const METHOD = {
  pattern: /^[A-Z_-]{1,40}$/,
  allowed: "an HTTP method in upper case, without wildcards",
  fix: 'write for example "GET"',
};
const HEADER = {
  pattern: /^(?!host$)[\w!#$%&'+.^`|~-]{1,40}$/i,
  allowed: "a header of up to 40 characters, without wildcards, that is not Host",
  fix: 'write for example "X-Api-Version"; hosts have a condition of their own',
};
const HEADER_VALUE = {
  pattern: /^[ -~]{1,128}$/,
  allowed: "1 to 128 printable characters",
  fix: "shorten it with *",
};

/** The rules of a listener: what each is for, and in which order they are tried. */
export class Rules {
  private readonly byPriority = new Map<number, string>();
  private readonly byCondition = new Map<string, string>();
  private readonly scope: Construct;

  /** @param listener problems are reported there */
  constructor(
    private readonly listener: Construct,
    private readonly resource: LbListener,
  ) {
    this.scope = new Construct(listener, "@rules");
  }

  get count(): number {
    return this.byCondition.size;
  }

  /** @param call what was called, for messages: `route(api)` */
  add(call: string, id: string, when: When, action: LbListenerRuleAction): LbListenerRule {
    const condition = this.conditions(call, when);
    const priority = this.priority(call, when.priority);
    return new LbListenerRule(this.scope, this.freeId(call, id), {
      listenerArn: this.resource.arn,
      priority,
      action: [action],
      condition,
    });
  }

  private freeId(call: string, id: string): string {
    if (!this.scope.node.tryFindChild(id)) return id;
    report(this.listener, {
      prop: `${call}.id`,
      value: id,
      allowed: "an id that no other rule of the listener has",
      fix: 'give one of the two another id, e.g. "host"',
    });
    return `${id} ${this.scope.node.children.length}`;
  }

  private priority(call: string, given: number | undefined): number {
    const prop = `${call}.priority`;
    const free = this.nextPriority();
    if (given === undefined && this.byPriority.size > 0) {
      report(this.listener, {
        prop,
        value: given,
        allowed: "a number for every rule, once a listener has several",
        fix: `write for example ${free}: by numbers of their own, rules keep their places when others come or go`,
      });
    }
    const priority = given ?? free;
    const owner = this.byPriority.get(priority);
    if (owner !== undefined) {
      report(this.listener, {
        prop,
        value: priority,
        allowed: `a number that no other rule of the listener has; ${owner} has it`,
        fix: `choose another, e.g. ${free}`,
      });
    }
    checkNumber(this.listener, prop, priority, {
      min: 1,
      max: 50_000,
      fix: `choose another, e.g. ${free}`,
    });
    this.byPriority.set(priority, owner ?? call);
    return priority;
  }

  private nextPriority(): number {
    return Math.max(FIRST_PRIORITY - STEP, ...[...this.byPriority.keys()].filter(Number.isFinite)) + STEP;
  }

  private conditions(call: string, when: When): LbListenerRuleCondition[] {
    const { hosts = [], paths = [], methods = [], headers = {}, sources = [] } = when;
    const condition = [
      ...(hosts.length > 0 ? [{ hostHeader: { values: [...hosts] } }] : []),
      ...(paths.length > 0 ? [{ pathPattern: { values: [...paths] } }] : []),
      ...(methods.length > 0 ? [{ httpRequestMethod: { values: [...methods] } }] : []),
      ...Object.entries(headers).map(([httpHeaderName, values]) => ({
        httpHeader: { httpHeaderName, values: [...values] },
      })),
      ...(sources.length > 0 ? [{ sourceIp: { values: [...sources] } }] : []),
    ];
    this.checkValues(call, when);
    this.checkCounts(call, [...hosts, ...paths, ...Object.values(headers).flat()], [...methods, ...sources]);
    if (condition.length > 0) this.checkNew(call, when);
    return condition;
  }

  private checkValues(call: string, { hosts, paths, methods, headers = {}, sources }: When): void {
    const lists = { hosts, paths, methods, sources };
    for (const [name, values] of Object.entries(lists)) if (values) this.checkList(`${call}.${name}`, values);
    const at = this.listener;
    for (const host of hosts ?? []) checkFormat(at, `${call}.hosts`, host, HOST);
    for (const path of paths ?? []) checkFormat(at, `${call}.paths`, path, PATH);
    for (const method of methods ?? []) checkFormat(at, `${call}.methods`, method, METHOD);
    for (const source of sources ?? []) checkCidr(at, `${call}.sources`, source);
    for (const [name, values] of Object.entries(headers)) {
      checkFormat(at, `${call}.headers`, name, HEADER);
      this.checkList(`${call}.headers.${name}`, values);
      for (const value of values) checkFormat(at, `${call}.headers.${name}`, value, HEADER_VALUE);
    }
  }

  private checkList(prop: string, values: readonly string[]): void {
    checkUnique(this.listener, prop, values);
    if (values.length > 0) return;
    report(this.listener, {
      prop,
      value: values,
      allowed: "at least one value",
      fix: "add one, or leave the condition out",
    });
  }

  /** @param patterns values in which `*` and `?` are wildcards */
  private checkCounts(call: string, patterns: readonly string[], words: readonly string[]): void {
    const count = patterns.length + words.length;
    if (count < 1 || count > MOST_VALUES) {
      report(this.listener, {
        prop: call,
        value: `${count} values`,
        allowed: `1 to ${MOST_VALUES} values in all conditions together`,
        fix: count < 1 ? "add a condition, or use routeRest for all that is left" : "split it into two rules",
      });
    }
    const known = patterns.filter((pattern) => !isToken(pattern)).join("");
    const wildcards = known.replace(/[^*?]/g, "").length;
    if (wildcards <= MOST_WILDCARDS) return;
    report(this.listener, {
      prop: call,
      value: `${wildcards} wildcards`,
      allowed: `at most ${MOST_WILDCARDS} of * and ? in all conditions together`,
      fix: "split it into two rules",
    });
  }

  /** Of two rules for the same requests the second would never be asked. */
  private checkNew(call: string, { hosts, paths, methods, headers = {}, sources }: When): void {
    const sorted = (values: readonly string[] = []) => [...values].sort();
    const named = Object.entries(headers).map(([name, values]) => [name.toLowerCase(), sorted(values)]);
    const key = JSON.stringify([...[hosts, paths, methods, sources].map(sorted), named.sort()]);
    const owner = this.byCondition.get(key);
    if (owner === undefined) this.byCondition.set(key, call);
    else {
      report(this.listener, {
        prop: call,
        value: { hosts, paths, methods, headers, sources },
        allowed: `conditions that no other rule of the listener has; ${owner} has them`,
        fix: "remove one of the two, or change its conditions",
      });
    }
  }
}

/** Action that sends requests to a target group. */
export function forward(targetGroupArn: string) {
  return { type: "forward", targetGroupArn };
}

const ANSWERS = { 403: "forbidden", 404: "not found" } as const;

/** What a load balancer refuses with: that it may not be asked, or that there is nothing. */
export type Refusal = keyof typeof ANSWERS;

/** Action that answers without a target. */
export function refuse(status: Refusal) {
  return {
    type: "fixed-response",
    fixedResponse: { contentType: "text/plain", messageBody: ANSWERS[status], statusCode: String(status) },
  };
}
