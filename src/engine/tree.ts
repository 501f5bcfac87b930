import {
  Aspects,
  AssetType,
  TerraformAsset,
  TerraformDataSource,
  TerraformElement,
  type TerraformProvider,
  TerraformResource,
  TerraformStack,
} from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { Ephemeral } from "./ephemeral";
import type { Problem } from "./problems";

const { invokeAspects } = require("cdktf/lib/synthesize/synthesizer") as {
  invokeAspects: (root: IConstruct) => void;
};

/** What writes files of its own beside a configuration: assets. */
export interface Asset {
  onSynthesize(session: { readonly outdir: string }): void;
}
export const CUSTOM_SYNTHESIS = Symbol.for("cdktf/customSynthesis");

/** A scope whose resources are made by a provider configuration of its own, e.g. one for another region. */
export class ProviderScope extends Construct {
  constructor(
    scope: Construct,
    id: string,
    readonly provider: TerraformProvider,
  ) {
    super(scope, id);
  }
}

/** The Terraform roots below a construct, in the order in which they were made. */
export function stacksOf(scope: IConstruct): TerraformStack[] {
  return scope.node.children.flatMap((child) => (TerraformStack.isStack(child) ? [child] : stacksOf(child)));
}

/** What a stack consists of, gathered in one walk. */
export interface Tree {
  readonly constructs: readonly IConstruct[];
  readonly elements: readonly TerraformElement[];
  readonly assets: readonly Asset[];
}

/** Runs the aspects of a stack, which may change it, then gathers it. */
export function gather(stack: TerraformStack): Tree {
  stack.ensureBackendExists();
  let constructs = walk(stack, []);
  if (constructs.some(hasAspects)) {
    invokeAspects(stack);
    constructs = walk(stack, []);
  }
  for (const construct of constructs) if (construct instanceof ProviderScope) provide(construct);
  const assets: Asset[] = [];
  for (const construct of constructs) {
    const asset = (construct as IConstruct & { [CUSTOM_SYNTHESIS]?: Asset })[CUSTOM_SYNTHESIS];
    if (asset) assets.push(asset);
  }
  return { constructs, elements: constructs.filter(TerraformElement.isTerraformElement), assets };
}

/** Gives what stands in a scope its provider. A resource that names one itself keeps it. */
function provide(scope: ProviderScope): void {
  for (const construct of walk(scope, [])) {
    if (
      construct instanceof TerraformResource ||
      construct instanceof TerraformDataSource ||
      construct instanceof Ephemeral
    )
      construct.provider ??= scope.provider;
  }
}

function walk(construct: IConstruct, found: IConstruct[]): IConstruct[] {
  found.push(construct);
  for (const child of construct.node.children) walk(child, found);
  return found;
}

/** cdktf makes an `Aspects` for whatever it is asked about; its key tells who really has one. */
const ASPECTS = (() => {
  const probe = {} as IConstruct;
  Aspects.of(probe);
  return Object.getOwnPropertySymbols(probe)[0] as symbol;
})();

function hasAspects(construct: IConstruct): boolean {
  return ASPECTS in construct && Aspects.of(construct).all.length > 0;
}

/** What cdktf takes without a word, and does not do; and what constructs of others report in cdktf's own ways. */
export function misuses(stack: TerraformStack, { constructs }: Tree): Problem[] {
  const problems: Problem[] = [];
  for (const construct of constructs) {
    const add = (prop: string, value: string, allowed: string, fix: string) =>
      problems.push({ path: construct.node.path, prop, value, allowed, fix });
    if (construct instanceof TerraformAsset && construct.type === AssetType.ARCHIVE) {
      const allowed = "AssetType.FILE, AssetType.DIRECTORY, or ZipAsset of src/engine";
      add("type", "AssetType.ARCHIVE", allowed, "use ZipAsset, or zip the files yourself");
    }
    if (construct instanceof TerraformStack && construct !== stack) {
      add(
        "scope",
        `a stack inside ${stack.node.id}`,
        "stacks beside each other, directly in the app",
        "pass the app as scope",
      );
    }
    for (const message of construct.node.validate())
      add("validation", message, "constructs that validate", "see the message");
    for (const { type, data } of construct.node.metadata) {
      if (type === "@cdktf/error")
        add("validation", String(data), "constructs without errors", "see the message");
    }
  }
  return problems;
}

/** Aspects of the app never run. */
export function lostAspects(app: IConstruct): Problem[] {
  if (!hasAspects(app)) return [];
  return [
    {
      path: "the app",
      prop: "Aspects.of(app)",
      value: `${Aspects.of(app).all.length} aspects`,
      allowed: "aspects on stacks: cdktf never runs those of the app",
      fix: "call Aspects.of(stack).add(…) for each stack",
    },
  ];
}
