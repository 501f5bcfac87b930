import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct, IConstruct } from "constructs";
import { ProviderScope } from "../engine";

/** Where something is made: the account, and the region of the stack or of `stack.inRegion(…)`. */
export interface Place {
  /** Region of what is made here. */
  readonly region: string;
  /** Account of the stack, as a reference where the environment names none. */
  readonly accountId: string;
  /** ARN of something here: `arn("logs", "log-group:*")`. */
  arn(service: string, resource: string): string;
}

const PLACE = Symbol.for("landform/Place");

/** Makes a construct the place of everything below it. */
export function markPlace(construct: IConstruct & Place): void {
  Object.defineProperty(construct, PLACE, { value: true });
}

/** Where a construct is made. @throws Error when it is in no PlatformStack */
export function placeOf(construct: IConstruct): Place {
  for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) {
    if (isPlace(scope)) return scope;
  }
  throw new Error(
    `${construct.node.path} is not inside a PlatformStack: pass one, or a construct in one, as scope`,
  );
}

function isPlace(construct: IConstruct): construct is IConstruct & Place {
  return PLACE in construct;
}

/**
 * Conditions of a trust: an AWS service assumes the role for things of this account only, and not because somebody else
 * has told it the role's ARN. For services that say on whose behalf they ask; Lambda and S3's replication do not.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 * @param resource what the service asks for, e.g. `db:*`
 */
export function onBehalfOf(construct: IConstruct, service: string, resource: string) {
  const place = placeOf(construct);
  return {
    StringEquals: { "aws:SourceAccount": place.accountId },
    ArnLike: { "aws:SourceArn": place.arn(service, resource) },
  };
}

/** ARN text of the `aws` partition. */
export function arnText(service: string, region: string, accountId: string, resource: string): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** Part of a stack whose resources are made in another region, by a provider alias named after it. */
export class RegionScope extends ProviderScope implements Place {
  readonly accountId: string;

  constructor(
    scope: Construct,
    readonly region: string,
    provider: AwsProvider,
    accountId: string,
  ) {
    super(scope, region, provider);
    this.accountId = accountId;
    markPlace(this);
  }

  arn(service: string, resource: string): string {
    return arnText(service, this.region, this.accountId, resource);
  }
}
