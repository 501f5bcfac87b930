import type { IConstruct } from "constructs";
import { canonical, type Dependable, json, lazyText, report } from "../engine";
import { checkPolicySize, type PolicyOwner } from "./policy-size";

/** One statement of an IAM, key, bucket, queue or topic policy. */
export interface Statement {
  /** Names the statement; letters and digits, unique in its policy. A second one of other content is reported. @default - from `purpose`, or none */
  readonly sid?: string;
  /** What the statement is for, as a word such as `ReadObjects`: its `Sid`, numbered where several need it. @default - none */
  readonly purpose?: string;
  /** @default "Allow" */
  readonly effect?: "Allow" | "Deny";
  readonly actions: readonly string[];
  /** ARNs, in a trust policy none. */
  readonly resources: readonly string[];
  /** Who, in policies of resources: `{ Service: "logs.us-east-1.amazonaws.com" }`. @default - the role that has the policy */
  readonly principals?: Readonly<Record<string, string | readonly string[]>>;
  /** `{ StringEquals: { "aws:SourceAccount": accountId } }`. @default - none */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** What became of a right that was granted: whatever needs the right can wait for it with `waitFor` or `dependsOn`. */
export interface Grant {
  /** What has to exist before the right is there; nothing for a grantee that Terraform does not manage. */
  readonly dependables: readonly Dependable[];
}

/** What can be given rights: it has a role or a user, and statements are added to its policy. */
export interface IGrantable {
  /**
   * Adds a statement to the policy. Statements that differ in resources only become one; nothing is dropped.
   * @param source resource the right is for, used in messages. @default - not used
   */
  grant(statement: Statement, source?: IConstruct): Grant;
}

/** Several grants as one. */
export function allGrants(...grants: readonly Grant[]): Grant {
  return { dependables: [...new Set(grants.flatMap(({ dependables }) => dependables))] };
}

const ACTION = /^(?:[a-z0-9-]+:[A-Za-z0-9*?]+|\*)$/;

interface Entry extends Statement {
  readonly place: string;
}

/** The statements of one policy. They may grow until synthesis. */
export class PolicyStatements {
  private readonly entries: Entry[] = [];
  private isMeasured = false;

  /**
   * @param owner what has the policy; problems are reported there
   * @param kind of what it is the policy, which decides how long it may be
   */
  constructor(
    private readonly owner: IConstruct,
    private readonly kind: PolicyOwner,
  ) {}

  get isEmpty(): boolean {
    return this.entries.length === 0;
  }

  /** Adds a statement. One that says the same of other resources takes them on. */
  add(statement: Statement, source?: IConstruct): this {
    const place = source?.node.path ?? this.owner.node.path;
    const entry = { ...statement, place };
    this.checkSid(entry);
    const index = this.entries.findIndex((other) => isSameRight(other, entry));
    const same = this.entries[index];
    if (same) {
      const known = new Set(same.resources.map(canonical));
      const news = entry.resources.filter((resource) => !known.has(canonical(resource)));
      this.entries[index] = { ...same, resources: [...same.resources, ...news] };
    } else this.entries.push(entry);
    return this;
  }

  /**
   * Text of the policy, once all statements are known.
   * @param late statements that are known only then. @default - none
   */
  toJson(late: () => readonly Statement[] = () => []): string {
    return lazyText(() => {
      for (const statement of late()) this.add(statement);
      const text = json({ Statement: numbered(this.entries).map(toAws), Version: "2012-10-17" });
      if (!this.isMeasured) checkPolicySize(this.owner, this.kind, text);
      this.isMeasured = true;
      return text;
    });
  }

  private checkSid(entry: Entry): void {
    const { sid, purpose } = entry;
    const word = sid ?? purpose;
    if (word !== undefined && !/^[A-Za-z0-9]+$/.test(word)) {
      report(this.owner, {
        prop: sid === undefined ? "purpose" : "sid",
        value: word,
        allowed: "letters and digits",
        fix: `write for example "${word.replace(/[^A-Za-z0-9]/g, "") || "ReadObjects"}"`,
      });
    }
    if (entry.actions.length === 0) {
      report(this.owner, {
        prop: "actions",
        value: entry.actions,
        allowed: "at least one action",
        fix: 'write for example ["s3:GetObject"]',
      });
    }
    const odd = entry.actions.filter((action) => !ACTION.test(action));
    if (odd.length > 0) {
      report(this.owner, {
        prop: "actions",
        value: odd,
        allowed: "a service and an action, joined by a colon",
        fix: 'write for example "s3:GetObject"',
      });
    }
    if (sid === undefined) return;
    const other = this.entries.find((known) => known.sid === sid && !isSameRight(known, entry));
    if (!other) return;
    report(this.owner, {
      prop: "sid",
      value: `${sid} of ${entry.place}: ${entry.actions.join(", ")}`,
      allowed: `a sid that no other statement of the policy has; ${other.place} has it for ${other.actions.join(", ")}`,
      fix: "leave one of the two sids out, or rename it",
    });
  }
}

/** Policy text of statements that are all known. */
export function policy(owner: IConstruct, kind: PolicyOwner, statements: readonly Statement[]): string {
  const all = new PolicyStatements(owner, kind);
  for (const statement of statements) all.add(statement);
  return all.toJson();
}

/** Refuses whoever does not use TLS, for policies of resources. */
export function denyPlainHttp(actions: readonly string[], resources: readonly string[]): Statement {
  return {
    sid: "DenyPlainHttp",
    effect: "Deny",
    actions,
    resources,
    principals: { AWS: "*" },
    conditions: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Whether two statements differ in nothing but what they are about. What mostly differs is compared first. */
function isSameRight(one: Statement, other: Statement): boolean {
  return (
    one.sid === other.sid &&
    one.purpose === other.purpose &&
    (one.effect ?? "Allow") === (other.effect ?? "Allow") &&
    isSameSet(one.actions, other.actions) &&
    whoAndWhen(one) === whoAndWhen(other)
  );
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.every((item) => other.includes(item)) && other.every((item) => one.includes(item));
}

function whoAndWhen({ principals, conditions }: Statement): string {
  return principals || conditions ? canonical(json([principals ?? {}, conditions ?? {}])) : "";
}

/** Gives each statement its `Sid`: the second that is for the same purpose has a 2 at its end. */
function numbered(entries: readonly Entry[]): Statement[] {
  const taken = new Set(entries.flatMap(({ sid }) => sid ?? []));
  return entries.map((entry) => {
    if (entry.sid || !entry.purpose) return entry;
    let sid = entry.purpose;
    for (let number = 2; taken.has(sid); number++) sid = `${entry.purpose}${number}`;
    taken.add(sid);
    return { ...entry, sid };
  });
}

/** Keys in the order of the text. */
function toAws({ sid, effect, actions, resources, principals, conditions }: Statement): object {
  const statement: Record<string, unknown> = { Action: single([...new Set(actions)]) };
  if (conditions) statement.Condition = conditions;
  statement.Effect = effect ?? "Allow";
  if (principals) statement.Principal = principals;
  if (resources.length > 0) statement.Resource = single(resources);
  if (sid) statement.Sid = sid;
  return statement;
}

/** IAM keeps a list of one as plain text; writing it so keeps plans free of differences that mean nothing. */
function single(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] ?? "") : values;
}
