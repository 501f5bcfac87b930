import path from "node:path";
import type { StackInfo } from "../../../src/cli/stacks";
import type { Landform } from "../../../src/engine";
import { readLock } from "../../../src/lock";
import { changesAgainst, recordIn } from "../moves";
import { type Bench, bench, succeeded } from "../terraform";

type Addresses = readonly (string | RegExp)[];

/** An ordinary change, and everything that Terraform may do about it; a pattern stands for all addresses that match. */
export interface Change<C> {
  readonly what: string;
  readonly to: (before: C) => C;
  /** Changed in place. */
  readonly updated?: Addresses;
  readonly created?: Addresses;
  readonly deleted?: Addresses;
  /** Made anew. */
  readonly replaced?: Addresses;
  /** What the change takes away on purpose, though it serves or keeps something. */
  readonly removes?: Addresses;
}

const KINDS = ["updated", "created", "deleted", "replaced"] as const;

type Kind = (typeof KINDS)[number];

/** What a plan does to one address. */
export interface Action {
  readonly kind: Kind;
  readonly address: string;
}

/** A line of `terraform plan -json`, as far as it is read here. https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
interface Line {
  readonly type: string;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: string };
}

/** Moves, and data sources that are read, are nothing that is done. */
const KIND_OF: Readonly<Record<string, Kind>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
};

/** What is never made anew, beside what keeps data: who is served by it would notice. */
const SERVING = /^aws_(?:db_instance|ecs_cluster|ecs_service|lb|lb_listener|subnet|vpc|wafv2_web_acl)\./;

/** An applied environment that changes from day to day. */
export class Applied<C> {
  private readonly lock: string;
  private stack: StackInfo;

  private constructor(
    readonly place: Bench,
    private readonly program: (choices: C) => (app: Landform) => void,
    private choices: C,
  ) {
    this.lock = path.join(place.folder, "addresses.lock.json");
    recordIn(this.lock, program(choices));
    [this.stack] = place.write(program(choices), this.lock) as [StackInfo];
  }

  /** Applies an environment to an emulator of its own. */
  static async from<C>(
    seeds: Parameters<typeof bench>[0],
    program: (choices: C) => (app: Landform) => void,
    choices: C,
  ): Promise<Applied<C>> {
    const applied = new Applied(await bench(seeds), program, choices);
    await applied.place.init(applied.stack);
    succeeded(await applied.place.run(applied.stack, "apply", "-auto-approve"));
    return applied;
  }

  /** What Terraform would do about a change of what is applied. The record of addresses is looked at, as by every synthesis. */
  async plan(to: (before: C) => C): Promise<readonly Action[]> {
    [this.stack] = this.place.write(this.program(to(this.choices)), this.lock) as [StackInfo];
    const args = ["-json", "-refresh=false", "-lock=false", "-out=changes"];
    return actionsOf(succeeded(await this.place.run(this.stack, "plan", ...args)));
  }

  /** Applies the last plan, which was of this change, and records its addresses. @throws Error when something seems renamed */
  async apply(to: (before: C) => C): Promise<void> {
    const program = this.program(to(this.choices));
    const renamed = changesAgainst(this.lock, program).flatMap((changes) => changes.renamed);
    if (renamed.length > 0) throw new Error(`seems renamed: ${JSON.stringify(renamed)}`);
    succeeded(await this.place.read(this.stack, "apply", "-auto-approve", "changes"));
    recordIn(this.lock, program);
    this.choices = to(this.choices);
  }

  /** What a plan says that looks at everything there is. */
  async drift(): Promise<readonly Action[]> {
    return actionsOf(succeeded(await this.place.run(this.stack, "plan", "-json")));
  }

  /** What nobody would forgive: something that serves or keeps something is gone, or made anew. */
  harm({ removes = [] }: Pick<Change<C>, "removes">, actions: readonly Action[]): readonly Action[] {
    const known = readLock(this.lock)[this.stack.name]?.addresses ?? {};
    return actions.filter(
      ({ kind, address }) =>
        (kind === "deleted" || kind === "replaced") &&
        (known[address] === "stateful" || SERVING.test(address)) &&
        !(kind === "deleted" && removes.some((wanted) => matches(wanted, address))),
    );
  }

  close(): void {
    this.place.close();
  }
}

/** @param plan output of `terraform plan -json` */
export function actionsOf(plan: string): readonly Action[] {
  const lines = plan.split("\n").filter((line) => line.startsWith("{"));
  return lines.flatMap((text) => {
    const { type, change } = JSON.parse(text) as Line;
    const kind = type === "planned_change" && change ? KIND_OF[change.action] : undefined;
    return kind && change ? [{ kind, address: change.resource.addr }] : [];
  });
}

const matches = (wanted: string | RegExp, address: string) =>
  typeof wanted === "string" ? wanted === address : wanted.test(address);

/** Actions that a table does not admit, and entries of it that nothing does. */
export function differences(
  change: Omit<Change<never>, "to">,
  actions: readonly Action[],
): readonly string[] {
  const surprises = actions.filter(
    ({ kind, address }) => !(change[kind] ?? []).some((wanted) => matches(wanted, address)),
  );
  const missing = KINDS.flatMap((kind) =>
    (change[kind] ?? [])
      .filter((wanted) => !actions.some((one) => one.kind === kind && matches(wanted, one.address)))
      .map((wanted) => `not ${kind}: ${wanted}`),
  );
  return [...surprises.map(({ kind, address }) => `${kind} ${address}`), ...missing];
}

/** All changes one after another. */
export function inOrder<C>(changes: readonly Change<C>[]): (before: C) => C {
  return (before) => changes.reduce((choices, { to }) => to(choices), before);
}
