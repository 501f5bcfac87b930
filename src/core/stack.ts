import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { Construct, type IConstruct } from "constructs";
import { type Landform, LandformStack, recordPath, StateBackend } from "../engine";
import { type Environment, isProtected, type Region } from "./environment";
import { checkEnvironment, checkRegion } from "./environment-checks";
import { arnText, markPlace, type Place, RegionScope } from "./place";

/** Which stack of an environment this is, when it has several. */
export interface StackProps {
  /** Suffix of the stack's name. @default - the environment's only stack */
  readonly part?: string;
  /** Key of the state object. @default "<environment>[/<part>]/terraform.tfstate" */
  readonly stateKey?: string;
}

const STACK = Symbol.for("landform/PlatformStack");

/** One Terraform root of a platform's environment: its state, provider and tags come from the environment. */
export class PlatformStack extends LandformStack implements Place {
  readonly environment: Environment;
  readonly part: string | undefined;
  /** The account's id: the one the environment names, else the one Terraform runs in. */
  readonly accountId: string;
  /** Whether the platform's states are kept by this stack, its own included: `landform bootstrap` makes it first. */
  keepsState = false;
  /** What every stack has. Below a scope of its own, so that no id of a platform's is taken. */
  private readonly own: Construct;
  private readonly regions = new Map<string, RegionScope>();

  constructor(app: Landform, environment: Environment, props: StackProps = {}) {
    const { platform } = environment;
    const id = [platform.name, environment.name, props.part].filter(Boolean).join("-");
    // cdktf stops at white space; the check of the environment reports it together with everything else.
    super(app, id.replaceAll(/\s/g, "-") || "stack", platform.terraformVersion);
    Object.defineProperty(this, STACK, { value: true });
    markPlace(this);
    this.environment = environment;
    this.part = props.part;
    checkEnvironment(this, environment, props);

    this.own = new Construct(this, "@landform");
    const directory = [environment.name, props.part].filter(Boolean).join("/");
    new StateBackend(this.own, {
      ...platform.state,
      key: props.stateKey ?? `${directory}/terraform.tfstate`,
    });
    recordPath(new AwsProvider(this.own, "aws", this.providerConfig(environment.region)));
    this.accountId = environment.account ?? new DataAwsCallerIdentity(this.own, "current").accountId;
  }

  /** The platform stack a construct belongs to. @throws Error when it belongs to none */
  static override of(construct: IConstruct): PlatformStack {
    for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) {
      if (isPlatformStack(scope)) return scope;
    }
    throw new Error(
      `${construct.node.path} is not inside a PlatformStack: pass one, or a construct in one, as scope`,
    );
  }

  /**
   * The part of the stack whose resources are made in another region, e.g. `us-east-1` for CloudFront or the region of
   * recovery: `new EncryptionKey(stack.inRegion("us-east-1"), "key")`. Names, ARNs and alarms follow. The same scope
   * every time; the stack itself for its own region.
   */
  inRegion(region: Region): PlatformStack | RegionScope {
    if (region === this.region) return this;
    const known = this.regions.get(region);
    if (known) return known;
    if (!checkRegion(this, `inRegion(${region})`, region)) return this;
    const provider = new AwsProvider(this.own, region, { ...this.providerConfig(region), alias: region });
    recordPath(provider);
    const scope = new RegionScope(this, region, provider, this.accountId);
    this.regions.set(region, scope);
    return scope;
  }

  /** Tags that the provider puts on everything. */
  get tags(): Record<string, string> {
    const { platform, name, tags } = this.environment;
    return {
      Project: platform.project ?? platform.name,
      Environment: name,
      ManagedBy: "terraform",
      ...platform.tags,
      ...tags,
    };
  }

  /** Whether defaults are those of tier production: redundant, kept long. */
  get isProduction(): boolean {
    return this.environment.tier === "production";
  }

  /** Whether what holds data refuses to be deleted. */
  get isProtected(): boolean {
    return isProtected(this.environment);
  }

  /** Region of the environment. A module asks `placeOf(this)`, which knows `inRegion` too. */
  get region(): string {
    return this.environment.region;
  }

  /** ARN of something in this account and region: `arn("logs", "log-group:*")`. */
  arn(service: string, resource: string): string {
    return arnText(service, this.region, this.accountId, resource);
  }

  /** Makes the random provider available; only stacks that generate something have it. */
  useRandomProvider(): void {
    if (this.own.node.tryFindChild("random")) return;
    recordPath(new RandomProvider(this.own, "random"));
    this.requireProvider("random");
  }

  private providerConfig(region: string): AwsProviderConfig {
    const { account, role } = this.environment;
    return {
      region,
      defaultTags: [{ tags: this.tags }],
      ...(account ? { allowedAccountIds: [account] } : {}),
      ...(role ? { assumeRole: [{ roleArn: role }] } : {}),
    };
  }
}

function isPlatformStack(construct: IConstruct): construct is PlatformStack {
  return STACK in construct;
}
