import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import type { IConstruct } from "constructs";
import { type Landform, LandformStack, recordPath, report, StateBackend } from "../engine";
import { type Environment, isProtected } from "./environment";

/** Which stack of an environment this is, when it has several. */
export interface StackProps {
  /** Ends the stack's name. @default - the environment's only stack */
  readonly part?: string;
  /** Key of the state object. @default "<environment>[/<part>]/terraform.tfstate" */
  readonly stateKey?: string;
}

const STACK = Symbol.for("landform/PlatformStack");

/** One Terraform root of a platform's environment: its state, provider and tags come from the environment. */
export class PlatformStack extends LandformStack {
  readonly environment: Environment;
  readonly part: string | undefined;
  /** The account's id: the one the environment names, else the one Terraform runs in. */
  readonly accountId: string;

  constructor(app: Landform, environment: Environment, props: StackProps = {}) {
    const { platform } = environment;
    const id = [platform.name, environment.name, props.part].filter(Boolean).join("-");
    // cdktf stops at white space; checkEnvironment reports it together with everything else.
    super(app, id.replaceAll(/\s/g, "-"), platform.terraformVersion);
    Object.defineProperty(this, STACK, { value: true });
    this.environment = environment;
    this.part = props.part;
    this.checkEnvironment();

    const directory = [environment.name, props.part].filter(Boolean).join("/");
    new StateBackend(this, { ...platform.state, key: props.stateKey ?? `${directory}/terraform.tfstate` });
    const provider = new AwsProvider(this, "aws", {
      region: environment.region,
      defaultTags: [{ tags: this.tags }],
      ...(environment.account ? { allowedAccountIds: [environment.account] } : {}),
      ...(environment.role ? { assumeRole: [{ roleArn: environment.role }] } : {}),
    });
    recordPath(provider);
    this.accountId = environment.account ?? new DataAwsCallerIdentity(this, "current").accountId;
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

  get region(): string {
    return this.environment.region;
  }

  /** ARN of something in this account and region: `arn("logs", "log-group:*")`. */
  arn(service: string, resource: string, region = this.region): string {
    return `arn:aws:${service}:${region}:${this.accountId}:${resource}`;
  }

  /** Makes the random provider available; only stacks that generate something have it. */
  useRandomProvider(): void {
    if (this.node.tryFindChild("random")) return;
    recordPath(new RandomProvider(this, "random"));
    this.requireProvider("random");
  }

  private checkEnvironment(): void {
    const { name, platform, account, role } = this.environment;
    const word = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
    for (const [prop, value] of Object.entries({
      "platform.name": platform.name,
      "environment.name": name,
      part: this.part,
    })) {
      if (value !== undefined && !word.test(value)) {
        report(this, {
          prop,
          value,
          allowed: "lower case words joined by hyphens",
          fix: `rename it, e.g. to "${value.toLowerCase().replace(/[^a-z0-9]+/g, "-")}"`,
        });
      }
    }
    if (account !== undefined && !/^\d{12}$/.test(account)) {
      report(this, {
        prop: "environment.account",
        value: account,
        allowed: "12 digits",
        fix: "copy the id from the AWS console, with leading zeros",
      });
    }
    if (role !== undefined && !/^arn:aws:iam::\d{12}:role\/.+$/.test(role)) {
      report(this, {
        prop: "environment.role",
        value: role,
        allowed: "the ARN of an IAM role",
        fix: "write arn:aws:iam::<account>:role/<name>",
      });
    }
  }
}

function isPlatformStack(construct: IConstruct): construct is PlatformStack {
  return STACK in construct;
}
