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

/** A key that encrypts what other modules keep. */
export interface IEncryptionKey {
  readonly arn: string;
  /** Region it is in, where that is known: services take keys of their own region only. */
  readonly region?: string | undefined;
  /** Lets an AWS service use the key, under conditions that keep other accounts out. */
  allowService(user: KeyUser): void;
  /** Lets a role decrypt. */
  grantDecrypt(to: IGrantable): Grant;
  /** Lets a role encrypt and decrypt. */
  grantEncryptDecrypt(to: IGrantable): Grant;
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
  private readonly statements = new PolicyStatements(this, "key");

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
    return {
      arn: key.arn,
      region: isToken(key.arn) ? undefined : key.arn.split(":")[3],
      allowService(user) {
        if (key.allows.includes(user)) return;
        report(scope, {
          prop: "key.allows",
          value: key.allows,
          allowed: `a list with "${user}", which this stack needs`,
          fix: `let ${user} use ${key.arn} in its policy, then add it to the list`,
        });
      },
      grantDecrypt: (to) => to.grant(decrypt(key.arn)),
      grantEncryptDecrypt: (to) => to.grant(encryptDecrypt(key.arn)),
    };
  }

  allowService(user: KeyUser): void {
    this.users.add(user);
  }

  /** Adds a statement to the key's policy, for what `allowService` does not know. `*` in it means this key. */
  addToPolicy(statement: Statement): void {
    this.statements.add(statement);
  }

  grantDecrypt(to: IGrantable): Grant {
    return to.grant(decrypt(this.arn), this);
  }

  grantEncryptDecrypt(to: IGrantable): Grant {
    return to.grant(encryptDecrypt(this.arn), this);
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
    case "events": {
      // It does not say for which account it publishes to a topic: what it may send to is up to topics and queues.
      const { conditions: _, ...anybody } = publisher("events.amazonaws.com");
      return { sid: "EventsReachEncryptedTargets", ...anybody };
    }
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

function decrypt(arn: string): Statement {
  return { purpose: "DecryptWithKey", actions: ["kms:Decrypt"], resources: [arn] };
}

function encryptDecrypt(arn: string): Statement {
  return {
    purpose: "EncryptAndDecryptWithKey",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [arn],
  };
}
