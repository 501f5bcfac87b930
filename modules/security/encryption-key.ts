import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct, type IConstruct } from "constructs";
import {
  checkFormat,
  type Duration,
  days,
  FORMATS,
  type Grant,
  hyphenated,
  type IGrantable,
  nameFor,
  type PhysicalName,
  type Place,
  PlatformStack,
  PolicyStatements,
  placeOf,
  type Statement,
} from "../../src/core";
import { isToken, report } from "../../src/engine";

/** AWS services that use a key on their own behalf, not with the rights of whoever calls them. */
export type KeyUser = "cloudwatch-alarms" | "ecs" | "events" | "logs" | "sns";

/** AWS services that use a key with the rights of whoever calls them. */
export type KeyCaller = "dynamodb" | "s3" | "secretsmanager" | "sns" | "sqs" | "ssm";

/** A key that encrypts what other modules keep. */
export interface IEncryptionKey {
  readonly arn: string;
  /** Region it is in, where that is known: services take keys of their own region only. */
  readonly region?: string | undefined;
  /** Lets an AWS service use the key, under conditions that keep other accounts out. */
  allowService(user: KeyUser): void;
  /**
   * Lets a role decrypt.
   * @param via service that decrypts for the role; the role itself is refused, whatever it got hold of.
   * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
   * @default - the role calls KMS itself, or any service for it
   */
  grantDecrypt(to: IGrantable, via?: KeyCaller): Grant;
  /** Lets a role encrypt and decrypt. @param via as of `grantDecrypt` */
  grantEncryptDecrypt(to: IGrantable, via?: KeyCaller): Grant;
}

export interface EncryptionKeyProps {
  /** What it encrypts, for the console. @default "Data of <project>-<environment>" */
  readonly description?: string;
  /** Days during which a deleted key can be recovered, 7 to 30. @default "30 days" - what it encrypted is lost afterwards */
  readonly deletionWindow?: Duration;
  /** Its alias. `{ exact: "alias/…" }` where others refer to it. @default - the construct's id */
  readonly name?: PhysicalName;
}

/** A KMS key that rotates yearly. Its policy names the account, and the services that modules have asked for. */
export class EncryptionKey extends Construct implements IEncryptionKey {
  readonly resource: KmsKey;
  readonly arn: string;
  readonly region: string;
  private readonly users = new Set<KeyUser>();
  private readonly statements = new PolicyStatements(this);

  constructor(scope: Construct, id: string, props: EncryptionKeyProps = {}) {
    super(scope, id);
    const stack = PlatformStack.of(this);
    this.region = placeOf(this).region;
    const { platform, name } = stack.environment;
    const window = days(this, "deletionWindow", props.deletionWindow ?? "30 days", {
      min: "7 days",
      max: "30 days",
    });
    // In a key policy "*" means this key. Without the account's root nobody could ever change the policy again.
    this.statements.add({
      sid: "AccountUsesIamPolicies",
      actions: ["kms:*"],
      resources: ["*"],
      principals: { AWS: `arn:aws:iam::${stack.accountId}:root` },
    });
    this.resource = new KmsKey(this, "@key", {
      description: props.description ?? `Data of ${hyphenated(platform.project ?? platform.name, name)}`,
      deletionWindowInDays: window,
      enableKeyRotation: true,
      policy: this.statements.toJson(() =>
        // The order in which modules ask means nothing, and must not show in plans.
        [...this.users].sort().map((user) => serviceStatement(user, placeOf(this))),
      ),
      lifecycle: { preventDestroy: stack.isProtected },
    });
    this.arn = this.resource.arn;
    new KmsAlias(this, "@alias", {
      name: nameFor(this, "kms-alias", props.name),
      targetKeyId: this.resource.keyId,
    });
  }

  /**
   * A key that exists already.
   * @param allows services its policy already lets in; asking for another is an error, since Terraform cannot add it
   */
  static existing(
    scope: Construct,
    key: { readonly arn: string; readonly allows: readonly KeyUser[] },
  ): IEncryptionKey {
    checkFormat(scope, "key.arn", key.arn, FORMATS.arn);
    const region = isToken(key.arn) ? undefined : key.arn.split(":")[3];
    const place = { arn: key.arn, region: region ?? placeOf(scope).region };
    return {
      arn: key.arn,
      region,
      allowService(user) {
        if (key.allows.includes(user)) return;
        report(scope, {
          prop: "key.allows",
          value: key.allows,
          allowed: `a list with "${user}", which this stack needs`,
          fix: `let ${user} use ${key.arn} in its policy, then add it to the list`,
        });
      },
      grantDecrypt: (to, via) => to.grant(decrypt(place, via)),
      grantEncryptDecrypt: (to, via) => to.grant(encryptDecrypt(place, via)),
    };
  }

  allowService(user: KeyUser): void {
    this.users.add(user);
  }

  /** Adds a statement to the key's policy, for what `allowService` does not know. `*` in it means this key. */
  addToPolicy(statement: Statement): void {
    this.statements.add(statement);
  }

  grantDecrypt(to: IGrantable, via?: KeyCaller): Grant {
    return to.grant(decrypt(this, via), this);
  }

  grantEncryptDecrypt(to: IGrantable, via?: KeyCaller): Grant {
    return to.grant(encryptDecrypt(this, via), this);
  }
}

/** Reports a key of another region than what it is to encrypt. */
export function checkKeyRegion(construct: IConstruct, { region }: Pick<IEncryptionKey, "region">): void {
  const here = placeOf(construct).region;
  if (region === undefined || region === here) return;
  report(construct, {
    prop: "key",
    value: region,
    allowed: `a key in ${here}, where the construct is`,
    fix: `make a key in inRegion("${here}")`,
  });
}

function serviceStatement(user: KeyUser, place: Place): Statement {
  const here = { StringEquals: { "aws:SourceAccount": place.accountId } };
  const publisher = (service: string) => ({
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    resources: ["*"],
    principals: { Service: service },
    conditions: here,
  });
  switch (user) {
    case "cloudwatch-alarms":
      return { sid: "AlarmsPublishToEncryptedTopics", ...publisher("cloudwatch.amazonaws.com") };
    case "ecs":
      return {
        sid: "EcsEncryptsExecSessions",
        ...publisher("ecs.amazonaws.com"),
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      };
    case "events":
      return { sid: "EventsReachEncryptedTargets", ...publisher("events.amazonaws.com") };
    case "sns":
      return { sid: "TopicsReachEncryptedQueues", ...publisher("sns.amazonaws.com") };
    case "logs":
      return {
        sid: "LogGroupsOfThisAccount",
        actions: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        resources: ["*"],
        principals: { Service: `logs.${place.region}.amazonaws.com` },
        conditions: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": place.arn("logs", "log-group:*") } },
      };
  }
}

interface KeyPlace {
  readonly arn: string;
  readonly region: string;
}

function decrypt(key: KeyPlace, via?: KeyCaller): Statement {
  return { purpose: "DecryptWithKey", actions: ["kms:Decrypt"], resources: [key.arn], ...through(key, via) };
}

function encryptDecrypt(key: KeyPlace, via?: KeyCaller): Statement {
  return {
    purpose: "EncryptAndDecryptWithKey",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [key.arn],
    ...through(key, via),
  };
}

/** Keys serve the services of their own region. */
function through({ region }: KeyPlace, via: KeyCaller | undefined): Pick<Statement, "conditions"> {
  return via ? { conditions: { StringEquals: { "kms:ViaService": `${via}.${region}.amazonaws.com` } } } : {};
}
