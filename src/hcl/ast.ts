/** An expression of Terraform's language, as written: parentheses are kept, comments are not. */
export type Expr =
  /** A number, `true`, `false` or `null`. */
  | { readonly kind: "literal"; readonly text: string }
  /** A root of a traversal, e.g. `aws_vpc` or `var`; as a key of an object, the key itself. */
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "attribute"; readonly of: Expr; readonly name: string }
  | { readonly kind: "index"; readonly of: Expr; readonly key: Expr }
  | { readonly kind: "splat"; readonly of: Expr; readonly style: ".*" | "[*]" }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expr[]; readonly expand: boolean }
  | Template
  | { readonly kind: "tuple"; readonly items: readonly Expr[] }
  | { readonly kind: "object"; readonly fields: readonly Field[] }
  | For
  | { readonly kind: "unary"; readonly operator: string; readonly of: Expr }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expr; readonly right: Expr }
  | { readonly kind: "conditional"; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly kind: "parentheses"; readonly of: Expr };

/** Text in quotes, or the same as a heredoc. */
export interface Template {
  readonly kind: "template";
  readonly parts: readonly Part[];
  /** Whether it stands where Terraform evaluates nothing: no function may be put around it. @default false */
  readonly constant?: boolean;
}

/** `[for k, v in list : value if test]`, or with a key `{for … : key => value...}`. */
export interface For {
  readonly kind: "for";
  readonly variables: readonly string[];
  readonly in: Expr;
  /** Only of an object. */
  readonly key: Expr | undefined;
  readonly value: Expr;
  /** Collects values of equal keys. */
  readonly group: boolean;
  readonly test: Expr | undefined;
}

export interface Field {
  /** A `name` is the key itself; anything else is an expression. */
  readonly key: Expr;
  readonly value: Expr;
}

/** A piece of a template. `left` and `right` say that `~` strips the space beside it. */
export type Part =
  /** Text as it means, not as it is written: `$${` stands here as `${`. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "interpolation"; readonly of: Expr; readonly left: boolean; readonly right: boolean }
  | Directive;

/** `%{ if … }` and the like. */
export interface Directive {
  readonly kind: "directive";
  readonly keyword: "if" | "else" | "endif" | "for" | "endfor";
  /** Of `for`. */
  readonly variables: readonly string[];
  /** Condition of `if`, collection of `for`. */
  readonly of: Expr | undefined;
  readonly left: boolean;
  readonly right: boolean;
}
