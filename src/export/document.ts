import type { Expr } from "../hcl";

/** One `.tf` file, before it is text. */
export interface Attribute {
  readonly kind: "attribute";
  readonly name: string;
  readonly value: Expr;
}

export interface Block {
  readonly kind: "block";
  readonly type: string;
  readonly labels: readonly string[];
  /** A line above it. @default - none */
  readonly comment?: string | undefined;
  /** Groups of items, with an empty line between them. */
  readonly body: readonly (readonly Item[])[];
}

export type Item = Attribute | Block;
