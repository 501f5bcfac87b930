export type { Expr, Field, Part } from "./ast";
export { parseExpression, parseTemplate } from "./parse";
export { printExpression, printQuoted } from "./print";
export { pathOf, referencesIn, referencesOf } from "./references";
export { SyntaxProblem } from "./scanner";
