export type { Expr, Field, Part, Template } from "./ast";
export { parseExpression, parseTemplate } from "./parse";
export { escapeSequences, printExpression, printSequence } from "./print";
export { pathOf, referencesIn, referencesOf } from "./references";
export { SyntaxProblem } from "./scanner";
