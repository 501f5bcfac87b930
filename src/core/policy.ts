import { lazyJson } from "../engine";

/** One statement of an IAM, key, bucket or topic policy. */
export interface Statement {
  /** Says what the statement is for; unique in its policy. */
  readonly sid: string;
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

/** Policy text of statements that may still grow until synthesis. */
export function policy(statements: () => readonly Statement[]): string {
  return lazyJson(() => ({
    Version: "2012-10-17",
    Statement: statements().map(({ sid, effect, actions, resources, principals, conditions }) => ({
      Sid: sid,
      Effect: effect ?? "Allow",
      Action: single(actions),
      ...(resources.length > 0 ? { Resource: single(resources) } : {}),
      ...(principals ? { Principal: principals } : {}),
      ...(conditions ? { Condition: conditions } : {}),
    })),
  }));
}

/** IAM keeps a list of one as plain text; writing it so keeps plans free of differences that mean nothing. */
function single(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] ?? "") : values;
}

/** What can be given rights: it has a role, and statements are added to that role's policy. */
export interface IGrantable {
  /** Adds a statement to the policy of the role. A statement with a known `sid` is not added twice. */
  allow(statement: Statement): void;
}
