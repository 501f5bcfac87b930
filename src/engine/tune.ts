// Two changes to cdktf 0.21.0 that leave its output as it is, byte for byte (a test holds both against each other):
// tokens no longer capture a stack trace each, and plain values are resolved without a context, a prefix and three
// regular expressions apiece. Together they are two thirds of cdktf's time per stack. docs/decisions/004-tuned-engine.md
type Options = { prefix?: string[] } & Record<string, unknown>;
type Resolve = (value: unknown, options: Options) => unknown;

// `require`, since an import would copy the bindings that have to change.
const stackTrace = require("cdktf/lib/tokens/private/stack-trace") as { captureStackTrace: () => string[] };
const resolution = require("cdktf/lib/tokens/private/resolve") as { resolve: Resolve };

const original = { captureStackTrace: stackTrace.captureStackTrace, resolve: resolution.resolve };

/** Speeds cdktf up for the whole process. Error messages lose the "Object creation stack"; `untune` brings it back. */
export function tune(): void {
  stackTrace.captureStackTrace = () => [];
  resolution.resolve = resolve;
}

/** Restores cdktf as it was published: for hunting an unresolved token, and for comparing outputs. */
export function untune(): void {
  stackTrace.captureStackTrace = original.captureStackTrace;
  resolution.resolve = original.resolve;
}

/** How token markers look inside a string: text, a number, a list of numbers. */
const MARKERS = ["TfToken[", "e+298", "e+289"];

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);

/** True for a number whose bit pattern stands for a token or a list of tokens. */
function isNumberToken(value: number): boolean {
  bits[0] = value;
  const high = ((words[1] ?? 0) & 0xffff0000) >>> 0;
  return high === 0xfdff0000 || high === 0xfbff0000;
}

function isPlain(text: string): boolean {
  return !MARKERS.some((marker) => text.includes(marker));
}

/** Path of a value, kept as a chain: only the original needs it as a list, and only for its error messages. */
interface Path {
  readonly key: string;
  readonly parent: Path | undefined;
}

/** cdktf's `resolve` for values without tokens; everything else goes to the original with the same path. */
const resolve: Resolve = (value, options) => walk(value, options, undefined);

function walk(value: unknown, options: Options, path: Path | undefined): unknown {
  if (value === undefined || value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return isPlain(value) ? value : slow(value, options, path);
  if (typeof value === "number") return isNumberToken(value) ? slow(value, options, path) : value;
  if (Array.isArray(value)) {
    if (value.some(isListToken)) return slow(value, options, path);
    const items = value.map((item, index) => walk(item, options, { key: `${index}`, parent: path }));
    return items.filter((item) => item !== undefined);
  }
  if (!isPlainObject(value)) return slow(value, options, path);
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (!isPlain(key)) return slow(value, options, path);
    const resolved = walk(value[key], options, { key, parent: path });
    if (resolved !== undefined) result[key] = resolved;
  }
  return result;
}

function slow(value: unknown, options: Options, path: Path | undefined): unknown {
  const keys: string[] = [];
  for (let step = path; step; step = step.parent) keys.unshift(step.key);
  return original.resolve(value, { ...options, prefix: [...(options.prefix ?? []), ...keys] });
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
