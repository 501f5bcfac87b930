import { ACCOUNT, assume, type Call, REGION } from "./calls";
import { python } from "./python";

/** Who makes calls: a role, a user, or a service of AWS with what it does on its own behalf. */
export type Caller = (
  | { readonly role: string }
  | {
      readonly user: string;
      /** Where its keys work, e.g. `{ "aws:SourceVpce": "vpce-1" }`: elsewhere it may do nothing. @default - anywhere */
      readonly from?: Readonly<Record<string, string>>;
    }
  | {
      readonly service: string;
      /**
       * For whom it works, in `aws:SourceArn` and `aws:SourceAccount`: for another account it may do nothing.
       * @default - AWS does not say for whom
       */
      readonly for?: Readonly<Record<string, string>>;
      /** Those of its calls that it makes for other accounts too, since no policy asks for whom. @default - none */
      readonly anyAccount?: readonly Call[];
    }
) & {
  /** Calls that its program makes. All others of the table are refused. */
  readonly may: readonly Call[];
};

/** Who may do what on a platform: a row for each role and user, and for each service that policies of resources name. */
export interface Rights {
  readonly callers: readonly Caller[];
  /** Calls that nobody may make. */
  readonly nobody: readonly Call[];
  /** Parts of statements, as the emulator calls them, that no call needs; with the reason why they stay. */
  readonly unused: Readonly<Record<string, string>>;
}

interface Judged {
  readonly principals: readonly string[];
  readonly unused: readonly string[];
}

const OTHER = "999999999999";

/**
 * Has every caller of a table make every call of it, its own and all others'.
 * @returns what is not as the table says: calls refused or let through, roles without a row, statements without a use
 */
export async function rightsProblems(emulator: { readonly url: string }, rights: Rights): Promise<string[]> {
  const callers = [...rights.callers, ...rights.callers.flatMap(stranger)];
  const known = new Map<string, Call>();
  for (const call of [...callers.flatMap(({ may }) => may), ...rights.nobody]) known.set(keyOf(call), call);
  const all = [...known.values()];
  const work = { url: emulator.url, region: REGION, calls: all };
  const who = callers.map((caller) => asDriver(caller, rights));
  const outcomes = (await python("driver.py", { ...work, callers: who })) as (string[] | string)[];
  const judged = (await (await fetch(`${emulator.url}/_emulator/rights`)).json()) as Judged;
  return [
    ...callers.flatMap((caller, index) => differences(caller, all, outcomes[index] ?? "did not call")),
    ...judged.principals
      .filter((name) => !callers.some((caller) => nameOf(caller) === name))
      .map((name) => `${name} has no row`),
    ...judged.unused.filter((part) => !(part in rights.unused)).map((part) => `no call needs ${part}`),
    ...Object.keys(rights.unused)
      .filter((part) => !judged.unused.includes(part))
      .map((part) => `not so, or needed: ${part}`),
  ];
}

/** The same service on behalf of another account, the same key from elsewhere: neither must get at anything. */
function stranger(caller: Caller): Caller[] {
  if ("user" in caller && caller.from) return [{ user: caller.user, may: [] }];
  if (!("for" in caller) || !caller.for) return [];
  const theirs = Object.entries(caller.for).map(([key, value]) => [key, value.replaceAll(ACCOUNT, OTHER)]);
  return [{ service: caller.service, for: Object.fromEntries(theirs), may: caller.anyAccount ?? [] }];
}

function differences(caller: Caller, all: readonly Call[], outcomes: readonly string[] | string): string[] {
  if (typeof outcomes === "string") return [`${nameOf(caller)}: ${outcomes}`];
  const mine = new Set(caller.may.map(keyOf));
  return all.flatMap((call, index) => {
    const expected = mine.has(keyOf(call)) ? "allowed" : "denied";
    return outcomes[index] === expected
      ? []
      : [`${nameOf(caller)}: ${keyOf(call)} is ${outcomes[index]}, not ${expected}`];
  });
}

function nameOf(caller: Caller): string {
  if ("role" in caller) return `role/${caller.role}`;
  if ("user" in caller) return `user/${caller.user}`;
  return `${caller.service} for ${JSON.stringify(caller.for ?? {})}`;
}

function keyOf({ service, operation, input, context }: Call): string {
  return [
    `${service}:${operation}`,
    JSON.stringify(input),
    ...(context ? [JSON.stringify(context)] : []),
  ].join(" ");
}

/** A role is taken on by the service that the table lets do so. */
function asDriver(caller: Caller, { callers }: Rights): object {
  if ("user" in caller) return { user: caller.user, context: caller.from };
  if ("service" in caller) return { service: caller.service, context: caller.for };
  const [wanted] = assume(caller.role).map(keyOf);
  const taker = callers.find(
    (other) => "service" in other && other.may.some((call) => keyOf(call) === wanted),
  );
  if (!taker || !("service" in taker)) return { role: caller.role, service: "nobody.amazonaws.com" };
  return { role: caller.role, service: taker.service, context: taker.for };
}
