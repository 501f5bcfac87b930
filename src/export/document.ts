import type { Expr } from "../hcl";

/** `name = value` in a block. */
export interface Attribute {
  readonly kind: "attribute";
  readonly name: string;
  readonly value: Expr;
}

/** A block, at the top of a file or inside of another one. */
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
