import {
  type Expr,
  type Field,
  type Part,
  parseExpression,
  parseTemplate,
  pathOf,
  SyntaxProblem,
} from "../hcl";
import type { Faults } from "./faults";
import { encodedFrom } from "./json-text";
import { literalKey, literalOf, NULL, plainKey, scalarOf } from "./literal";
import type { Types } from "./types";

/** How Terraform reads the JSON value of an argument. */
export type Reading =
  /** Templates in texts are evaluated. */
  | "expression"
  /** Nothing is evaluated: `${` is text. */
  | "literal"
  /** A text is an address or a keyword: `aws_vpc.main`, `each.key`. */
  | "reference"
  /** A text is a type: `list(string)`. */
  | "type"
  /** Keys are providers as a module names them, values are references. */
  | "providers"
  /** `required_providers`: literals, but for aliases, which are references. */
  | "requirement";

/** Turns a JSON value into the expression that means the same. */
export function exprOf(value: unknown, reading: Reading, types: Types, faults: Faults): Expr {
  switch (reading) {
    case "expression":
      return expressionOf(value, types, faults);
    case "literal":
      return literalOf(value);
    case "reference":
      return Array.isArray(value)
        ? { kind: "tuple", items: value.map((item) => referenceOf(item, faults)) }
        : referenceOf(value, faults);
    case "type":
      return parsed(value, faults, "a type", () => true);
    case "providers":
      return providersOf(value, faults);
    case "requirement":
      return requirementOf(value, faults);
  }
}

function expressionOf(value: unknown, types: Types, faults: Faults): Expr {
  if (typeof value === "string") return textOf(value, types, faults);
  if (Array.isArray(value))
    return {
      kind: "tuple",
      items: value.map((item, index) => expressionOf(item, types, faults.inside(String(index)))),
    };
  if (typeof value !== "object" || value === null) return scalarOf(value);
  const fields = Object.entries(value).map(([key, inner]): Field => {
    const inside = faults.inside(key);
    return { key: keyOf(key, inside), value: expressionOf(inner, types, inside) };
  });
  return { kind: "object", fields };
}

function textOf(text: string, types: Types, faults: Faults): Expr {
  const parts = partsOf(text, faults);
  const [only] = parts;
  // A template that is one interpolation is the value itself, of whatever type.
  if (parts.length === 1 && only?.kind === "interpolation") return only.of;
  return encodedFrom(parts, types) ?? { kind: "template", parts };
}

function partsOf(text: string, faults: Faults): readonly Part[] {
  try {
    return parseTemplate(text);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    faults.add(`${JSON.stringify(text)} is no template of Terraform: ${error.message}`);
    return [];
  }
}

function keyOf(key: string, faults: Faults): Expr {
  const parts = partsOf(key, faults);
  const [only] = parts;
  if (parts.length === 1 && only?.kind === "interpolation") return { kind: "parentheses", of: only.of };
  return plainKey(key) ?? { kind: "template", parts };
}

function referenceOf(value: unknown, faults: Faults): Expr {
  return parsed(value, faults, "an address such as aws_vpc.main", (expr) => isTraversal(expr));
}

function isTraversal(expr: Expr): boolean {
  if (expr.kind === "index" || expr.kind === "attribute") return isTraversal(expr.of);
  return pathOf(expr) !== undefined;
}

function parsed(value: unknown, faults: Faults, what: string, accepts: (expr: Expr) => boolean): Expr {
  try {
    const expr = typeof value === "string" ? parseExpression(value) : undefined;
    if (expr && accepts(expr)) return expr;
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
  }
  faults.add(`${JSON.stringify(value)} is not ${what}`);
  return NULL;
}

function providersOf(value: unknown, faults: Faults): Expr {
  const fields = Object.entries(value ?? {}).map(([key, inner]) => ({
    key: referenceOf(key, faults),
    value: referenceOf(inner, faults.inside(key)),
  }));
  return { kind: "object", fields };
}

function requirementOf(value: unknown, faults: Faults): Expr {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return literalOf(value);
  const fields = Object.entries(value).map(([key, inner]) => ({
    key: literalKey(key),
    value:
      key === "configuration_aliases"
        ? exprOf(inner, "reference", NO_TYPES, faults.inside(key))
        : literalOf(inner),
  }));
  return { kind: "object", fields };
}

const NO_TYPES: Types = { isText: () => false };
