import { Fn, type IResolvable, Token } from "cdktf";

/**
 * JSON text as Terraform's `jsonencode` writes it: keys sorted, no spaces, `<`, `>` and `&` escaped. Tokens of every
 * kind keep their place and their type, which neither `JSON.stringify` nor `Fn.jsonencode` of cdktf manages.
 */
export function json(value: unknown): string {
  // A text's marker is plain text to it, a number's marker is a number.
  return isStringifiable(value) ? escaped(JSON.stringify(value)) : written(value);
}

/** Whether `JSON.stringify` writes a value as it should be: data with sorted keys, without lists or objects to come. */
function isStringifiable(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value !== undefined;
  if (Array.isArray(value)) return !isListToken(value) && value.every(isStringifiable);
  if ("resolve" in value || !isData(value)) return false;
  let before = "";
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key];
    if (key < before || key.includes("TfToken[") || !isStringifiable(inner)) return false;
    before = key;
  }
  return true;
}

function written(value: unknown): string {
  if (value === null || typeof value !== "object") return escaped(JSON.stringify(value ?? null));
  if (Array.isArray(value)) {
    if (isListToken(value)) return Token.asString(Fn.jsonencode(value));
    return `[${value.map(json).join(",")}]`;
  }
  if ("resolve" in value) return Token.asString(Fn.jsonencode(value));
  if (!isData(value)) throw new NotData(value);
  let fields = "";
  const keys = Object.keys(value).sort();
  if (keys[0]?.includes("TfToken[")) return Token.asString(Fn.jsonencode(value));
  for (const key of keys) {
    const inner = (value as Record<string, unknown>)[key];
    if (inner !== undefined) fields += `${fields && ","}${escaped(JSON.stringify(key))}:${json(inner)}`;
  }
  return `{${fields}}`;
}

/** An object that is no data, e.g. a construct where its name was meant. */
export class NotData extends Error {
  constructor(value: object) {
    super(`a ${value.constructor.name}`);
  }
}

/** A list that only Terraform knows is a list of one marker. */
function isListToken(list: readonly unknown[]): boolean {
  return list.length === 1 && typeof list[0] !== "object" && Token.isUnresolved(list);
}

function isData(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** JSON text whose value is asked for at synthesis, when the last statement or secret has been added. */
export function lazyJson(value: () => unknown): string {
  return lazyText(() => json(value()));
}

/** JSON text that is asked for at synthesis. */
export function lazyText(text: () => string): string {
  return Token.asString(new JsonText(text));
}

/** JSON text as a token. */
export class JsonText implements IResolvable {
  readonly creationStack: string[] = [];

  constructor(private readonly text: () => string) {}

  resolve(): string {
    return this.text();
  }

  toString(): string {
    return Token.asString(this);
  }
}

/** Text that Terraform passes on as it is: `${HOME}` is for a shell, not a reference. */
export function literal(text: string): string {
  return text.replaceAll("${", () => "$${").replaceAll("%{", () => "%%{");
}

/** True when a value is known only to Terraform. */
export function isToken(value: unknown): boolean {
  // Most texts are plain; cdktf would look for tokens of four kinds in each.
  if (typeof value === "string" && !value.includes("e+2")) return value.includes("${");
  return Token.isUnresolved(value);
}

const { TokenMap } = require("cdktf/lib/tokens/private/token-map") as {
  TokenMap: { instance(): { lookupToken(key: string): { readonly identifier?: string } } };
};

/**
 * A text with references in place of tokens: two texts for one attribute are the same then. cdktf makes a token anew each
 * time an attribute is read.
 */
export function canonical(text: string): string {
  if (!text.includes("TfToken[")) return text;
  return text.replaceAll(/\$\{TfToken\[(.+?)\]\}/g, (token, key: string) => {
    const { identifier } = TokenMap.instance().lookupToken(key);
    return identifier === undefined ? token : `\${${identifier}}`;
  });
}

/** What Terraform's `jsonencode` escapes besides what JSON does. */
const TERRAFORM_ESCAPES = /[<>&\u2028\u2029]/g;

function escaped(text: string): string {
  return text.replaceAll(
    TERRAFORM_ESCAPES,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
