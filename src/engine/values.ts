import { type TerraformElement, TerraformLocal, TerraformOutput, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { report } from "./problems";

/** Leaves the construct path in the configuration, as cdktf does for resources only: an export tells it to its reader. */
export function recordPath(element: TerraformElement): void {
  element.addOverride("//", { metadata: { path: element.node.path, uniqueId: element.friendlyUniqueId } });
}

interface Described<T> {
  /** A sentence for whoever has to give the value. */
  readonly description: string;
  /** A value with which the stack plans: used by local runs and shown by `landform list --json`. */
  readonly example: T;
  /** What has to be there before the stack is applied, as a phrase; `landform deploy` lists it. @default - nothing */
  readonly beforehand?: string;
  /** Value when none is given. @default - the variable is required */
  readonly default?: T;
}

/** What a text must look like. */
export interface TextRule {
  /** Regular expression (RE2) that the value must match. */
  readonly matches: string;
  /** What is allowed, as a sentence that starts with a capital and ends with a full stop, as Terraform wants it. */
  readonly allowed: string;
}

export type TextInput = Described<string> & TextRule;

export interface NumberInput extends Described<number> {
  /** @default - no limit */
  readonly min?: number;
  /** @default - no limit */
  readonly max?: number;
}

export interface ListInput extends Described<readonly string[]> {
  /** What each text must look like. */
  readonly each: TextRule;
  /** Fewest texts. @default 1 */
  readonly min?: number;
}

export interface ObjectInput<T extends Readonly<Record<string, string>>> extends Described<T> {
  /** What each field must look like. */
  readonly fields: { readonly [K in keyof T]: TextRule };
}

interface Rule {
  readonly condition: string;
  readonly errorMessage: string;
}

/**
 * A value given at plan time: `terraform plan -var image_tag=v1.2.3`. It may stand anywhere in a stack; its name is its
 * path, as an address is. A platform's own choices are typed props instead, and secrets are given as ARNs.
 */
export class Input extends TerraformVariable {
  /** @param wrong says why a value of that type cannot be given, or nothing */
  private constructor(
    scope: Construct,
    id: string,
    type: string,
    readonly given: Described<unknown>,
    rules: (name: string) => readonly Rule[],
    wrong: (value: never) => string | undefined = () => undefined,
  ) {
    super(scope, id, {
      type,
      description: given.description,
      nullable: false,
      ...(given.default === undefined ? {} : { default: given.default }),
    });
    for (const rule of rules(`var.${this.friendlyUniqueId}`)) this.addValidation(rule);
    recordPath(this);
    this.checkRules();
    this.checkValues(wrong as (value: unknown) => string | undefined);
  }

  /** A text. */
  static string(scope: Construct, id: string, props: TextInput): string {
    return new Input(scope, id, "string", props, (name) => [textRule(name, props)]).stringValue;
  }

  /** A number. */
  static number(scope: Construct, id: string, props: NumberInput): number {
    const { min, max } = props;
    const limits = (name: string) => [
      ...(min === undefined
        ? []
        : [{ condition: `${name} >= ${min}`, errorMessage: `Must be at least ${min}.` }]),
      ...(max === undefined
        ? []
        : [{ condition: `${name} <= ${max}`, errorMessage: `Must be at most ${max}.` }]),
    ];
    const rules = (name: string) =>
      limits(name).map(({ condition, errorMessage }) => ({ condition: `\${${condition}}`, errorMessage }));
    const wrong = (value: number) =>
      value < (min ?? value) || value > (max ?? value) ? `${min ?? "any"} to ${max ?? "any"}` : undefined;
    return new Input(scope, id, "number", props, rules, wrong).numberValue;
  }

  /** A list of texts. */
  static list(scope: Construct, id: string, props: ListInput): string[] {
    const { each, min = 1 } = props;
    const rules = (name: string) => [
      { condition: `\${length(${name}) >= ${min}}`, errorMessage: `Must have at least ${min}.` },
      {
        condition: `\${alltrue([for item in ${name} : can(regex("${quoted(each.matches)}", item))])}`,
        errorMessage: each.allowed,
      },
    ];
    const wrong = (value: readonly string[]) => (value.length < min ? `at least ${min}` : undefined);
    return new Input(scope, id, "list(string)", props, rules, wrong).listValue;
  }

  /** Several texts that belong together. @returns a reference to each */
  static object<T extends Readonly<Record<string, string>>>(
    scope: Construct,
    id: string,
    props: ObjectInput<T>,
  ): Readonly<Record<keyof T, string>> {
    const fields = Object.entries<TextRule>(props.fields);
    const type = `object({${fields.map(([field]) => `${field}=string`).join(",")}})`;
    const rules = (name: string) => fields.map(([field, rule]) => textRule(`${name}.${field}`, rule));
    const names = fields.map(([field]) => field).sort();
    const wrong = (value: Readonly<Record<string, string>>) =>
      names.length === 0 ||
      !names.every((name) => FIELD.test(name)) ||
      Object.keys(value).sort().join() !== names.join()
        ? `an object with the fields ${names.join(", ") || "it has"}: letters, digits and underscores`
        : undefined;
    const { friendlyUniqueId } = new Input(scope, id, type, props, rules, wrong);
    const references = fields.map(([field]) => [field, `\${var.${friendlyUniqueId}.${field}}`]);
    return Object.fromEntries(references) as Record<keyof T, string>;
  }

  get example(): unknown {
    return this.given.example;
  }

  private checkValues(wrong: (value: unknown) => string | undefined): void {
    const { example, default: usual } = this.given;
    for (const [prop, value] of Object.entries({
      example,
      ...(usual === undefined ? {} : { default: usual }),
    })) {
      const allowed = value === undefined ? "a value with which the stack plans" : wrong(value);
      if (allowed) report(this, { prop, value, allowed, fix: "write one that its own rules take" });
    }
  }

  private checkRules(): void {
    const { description } = this.given;
    const problem = (prop: string, value: unknown, allowed: string, fix: string) =>
      report(this, { prop, value, allowed, fix });
    if (RESERVED.has(this.friendlyUniqueId))
      problem("id", this.node.id, "a name that Terraform does not keep for itself", "rename the input");
    if (!description.trim()) problem("description", description, "a sentence", "say what the value is for");
    for (const { errorMessage } of this.validation ?? []) {
      if (!/^[A-Z].*\.$/s.test(errorMessage))
        problem(
          "allowed",
          errorMessage,
          "a sentence with a capital and a full stop",
          "write for example Must be a version.",
        );
    }
  }
}

const FIELD = /^[A-Za-z_]\w*$/;

/** https://developer.hashicorp.com/terraform/language/block/variable */
const RESERVED = new Set([
  "source",
  "version",
  "providers",
  "count",
  "for_each",
  "lifecycle",
  "depends_on",
  "locals",
]);

function textRule(name: string, { matches, allowed }: TextRule): Rule {
  return { condition: `\${can(regex("${quoted(matches)}", ${name}))}`, errorMessage: allowed };
}

/** A regular expression as text of Terraform's language. */
function quoted(pattern: string): string {
  return pattern
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("${", "$${")
    .replaceAll("%{", "%%{");
}

/** A value that people and pipelines read after apply. */
export class Output extends TerraformOutput {
  constructor(
    scope: Construct,
    name: string,
    value: unknown,
    props: { readonly description: string; readonly sensitive?: boolean },
  ) {
    super(scope, name, { value, ...props });
    recordPath(this);
  }
}

/** A value that a stack computes once, under a name: for expressions that are text, such as those of `for_each`. */
export class Local extends TerraformLocal {
  /** Reference to it, as text. */
  readonly reference: string;

  constructor(scope: Construct, id: string, value: unknown) {
    super(scope, id, value);
    this.reference = `local.${this.friendlyUniqueId}`;
  }
}
