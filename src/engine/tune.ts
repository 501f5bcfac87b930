// Changes to cdktf 0.21.0 that leave its output as it is, byte for byte (a test holds both against each other). Tokens no
// longer capture a stack trace each; what is plain, or text with references, is resolved without a context, a prefix and
// regular expressions apiece; paths of constructs and names of meta-arguments are made once. Together they are two
// thirds of cdktf's time per stack. docs/decisions/004-tuned-engine.md
import { type IConstruct, Node } from "constructs";
import { JsonText } from "./json";

type Options = { prefix?: string[] } & Record<string, unknown>;
type Resolve = (value: unknown, options: Options) => unknown;

// `require`, since an import would copy the bindings that have to change.
const stackTrace = require("cdktf/lib/tokens/private/stack-trace") as { captureStackTrace: () => string[] };
const resolution = require("cdktf/lib/tokens/private/resolve") as { resolve: Resolve };

const { ref, dependable } = require("cdktf/lib/tfExpression") as {
  ref: (identifier: string) => object;
  dependable: (on: { readonly fqn: string }) => string;
};
const { TokenMap } = require("cdktf/lib/tokens/private/token-map") as { TokenMap: { instance(): Tokens } };
interface Tokens {
  tokenCounter: number;
  readonly stringTokenMap: Map<string, object>;
  lookupToken(key: string): object;
  registerStringKey(token: object, displayHint?: string): string;
}

/** cdktf does not export the class of `${aws_vpc.network.id}`. */
const Reference = ref("probe").constructor;
interface Referring {
  readonly identifier: string;
  readonly originStack?: object;
}

const tokens = TokenMap.instance();
const TEXT_TOKEN = "${TfToken[";

/** Nor that of an entry of `depends_on`. */
const Dependable = tokenOf(dependable({ fqn: "probe" }))?.constructor;
interface Depending {
  readonly dependable: { readonly fqn: string };
}

const util = require("cdktf/lib/util") as {
  snakeCase(key: string): string;
  keysToSnakeCase(value: object): object;
};

const pathOf = Object.getOwnPropertyDescriptor(Node.prototype, "path") as PropertyDescriptor;
const rootOf = Object.getOwnPropertyDescriptor(Node.prototype, "root") as PropertyDescriptor;

const original = {
  captureStackTrace: stackTrace.captureStackTrace,
  resolve: resolution.resolve,
  keysToSnakeCase: util.keysToSnakeCase,
  registerStringKey: tokens.registerStringKey,
};

/** Speeds cdktf up for the whole process. Error messages lose the "Object creation stack"; `untune` brings it back. */
export function tune(): void {
  stackTrace.captureStackTrace = () => [];
  resolution.resolve = resolve;
  util.keysToSnakeCase = keysToSnakeCase;
  tokens.registerStringKey = registerStringKey;
  Object.defineProperty(Node.prototype, "path", { ...pathOf, get: path });
  Object.defineProperty(Node.prototype, "root", { ...rootOf, get: root });
}

/** Restores cdktf as it was published: for hunting an unresolved token, and for comparing outputs. */
export function untune(): void {
  stackTrace.captureStackTrace = original.captureStackTrace;
  resolution.resolve = original.resolve;
  util.keysToSnakeCase = original.keysToSnakeCase;
  tokens.registerStringKey = original.registerStringKey;
  Object.defineProperty(Node.prototype, "path", pathOf);
  Object.defineProperty(Node.prototype, "root", rootOf);
}

/** cdktf's own without a new regular expression for every token that has no hint. */
function registerStringKey(this: Tokens, token: object, displayHint?: string): string {
  if (displayHint) return original.registerStringKey.call(this, token, displayHint);
  const key = `TOKEN.${this.tokenCounter++}`;
  this.stringTokenMap.set(key, token);
  return key;
}

/** Where paths are remembered: a map with every construct as a key costs the garbage collector more than it saves. */
const PATH = Symbol("path");

/** The ids from the root down, joined; that of the root is empty. A construct never moves. */
function path(this: Node & { [PATH]?: string }): string {
  const known = this[PATH];
  if (known !== undefined) return known;
  const above = this.scope ? this.scope.node.path : "";
  const own = above && this.id ? `${above}/${this.id}` : above || this.id;
  this[PATH] = own;
  return own;
}

function root(this: Node): IConstruct {
  let top = this.scope;
  if (!top) return rootOf.get?.call(this);
  while (top.node.scope) top = top.node.scope;
  return top;
}

const names = new Map<string, string>();

/** cdktf's own for an object whose values are plain, as meta-arguments are; with the names remembered. */
function keysToSnakeCase(object: object): object {
  const values = Object.entries(object);
  if (values.some(([, value]) => typeof value === "object")) return original.keysToSnakeCase(object);
  const result: Record<string, unknown> = {};
  for (const [key, value] of values) {
    const name = names.get(key) ?? util.snakeCase(key);
    names.set(key, name);
    result[name] = value;
  }
  return result;
}

/** How token markers look inside a string: text, a number, a list of numbers. */
const NUMBER_MARKERS = ["e+298", "e+289"];
const SHORTEST_MARKER = "-1.1e+289".length;

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);

/** True for a number whose bit pattern stands for a token or a list of tokens. */
function isNumberToken(value: number): boolean {
  bits[0] = value;
  const high = ((words[1] ?? 0) & 0xffff0000) >>> 0;
  return high === 0xfdff0000 || high === 0xfbff0000;
}

function isPlain(text: string): boolean {
  if (text.length < SHORTEST_MARKER) return true;
  if (text.includes("TfToken[")) return false;
  return !text.includes("e+2") || !NUMBER_MARKERS.some((marker) => text.includes(marker));
}

/** Keys from the root to the value at hand: only the original wants them, and only for its error messages. */
let place: string[] = [];

/** cdktf's `resolve` for values without tokens and for text with references; the rest goes to the original. */
const resolve: Resolve = (value, options) => {
  const outer = place;
  place = [];
  try {
    return walk(value, options);
  } finally {
    place = outer;
  }
};

function walk(value: unknown, options: Options): unknown {
  if (value === undefined || value === null || typeof value === "boolean") return value;
  if (typeof value === "string")
    return isPlain(value) ? value : (textWithReferences(value, options) ?? slow(value, options));
  if (typeof value === "number") return isNumberToken(value) ? slow(value, options) : value;
  if (Array.isArray(value)) return value.some(isListToken) ? slow(value, options) : walkList(value, options);
  if (!isPlainObject(value)) return slow(value, options);
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (!isPlain(key)) return slow(value, options);
    const resolved = walkInside(key, value[key], options);
    if (resolved !== undefined) result[key] = resolved;
  }
  return result;
}

function walkList(list: readonly unknown[], options: Options): unknown[] {
  const result: unknown[] = [];
  list.forEach((item, index) => {
    const resolved = walkInside(String(index), item, options);
    if (resolved !== undefined) result.push(resolved);
  });
  return result;
}

function walkInside(key: string, value: unknown, options: Options): unknown {
  place.push(key);
  const resolved = walk(value, options);
  place.pop();
  return resolved;
}

/**
 * Text whose tokens are all references of the same stack, or one JSON text: by far the most.
 * @returns undefined for any other, with an escape or a marker of another kind in it, say
 */
function textWithReferences(text: string, options: Options): string | undefined {
  const single = tokenOf(text);
  if (single) return textOf(single, options);
  let result = "";
  let at = 0;
  for (let start = text.indexOf(TEXT_TOKEN); start !== -1; start = text.indexOf(TEXT_TOKEN, at)) {
    const end = text.indexOf("]}", start);
    const token = tokens.lookupToken(text.slice(start + TEXT_TOKEN.length, end));
    const literal = text.slice(at, start);
    if (token.constructor !== Reference || !isOwn(token as Referring, options) || !isLiteral(literal))
      return undefined;
    result += `${literal}\${${(token as Referring).identifier}}`;
    at = end + 2;
  }
  const rest = text.slice(at);
  return at > 0 && isLiteral(rest) ? result + rest : undefined;
}

/** Text that is one token. */
function textOf(token: object, options: Options): string | undefined {
  if (token.constructor === Reference)
    return isOwn(token as Referring, options) ? `\${${(token as Referring).identifier}}` : undefined;
  if (token instanceof JsonText) return walk(token.resolve(), options) as string;
  return token.constructor === Dependable
    ? addressOf((token as Depending).dependable.fqn, options)
    : undefined;
}

/** The one token that a text consists of. */
function tokenOf(text: string): object | undefined {
  if (!text.startsWith(TEXT_TOKEN) || text.indexOf("]}") !== text.length - 2) return undefined;
  return tokens.lookupToken(text.slice(TEXT_TOKEN.length, -2));
}

/** What stands in `depends_on`: a reference without `${}`. */
function addressOf(fqn: string, options: Options): string | undefined {
  const token = tokenOf(fqn);
  if (token?.constructor !== Reference || !isOwn(token as Referring, options)) return undefined;
  return (token as Referring).identifier;
}

function isLiteral(text: string): boolean {
  return !text.includes("${") && isPlain(text);
}

function isOwn({ originStack, identifier }: Referring, options: Options): boolean {
  return (originStack === undefined || originStack === options.scope) && isPlain(identifier);
}

function slow(value: unknown, options: Options): unknown {
  return original.resolve(value, { ...options, prefix: [...(options.prefix ?? []), ...place] });
}

function isListToken(item: unknown): boolean {
  if (typeof item === "string") return item.startsWith("#{TfToken[");
  return typeof item === "number" && isNumberToken(item);
}

/** An object made of data; tokens, dates and constructs have a prototype or a `resolve` of their own. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || "resolve" in value) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
