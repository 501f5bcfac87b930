import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import {
  type Duration,
  days,
  exactName,
  type IGrantable,
  nameFor,
  PlatformStack,
  policy,
  type Statement,
} from "../../src/core";
import { report } from "../../src/engine";

/** AWS services that use a key on their own behalf, not with the rights of whoever calls them. */
export type KeyUser = "cloudwatch-alarms" | "ecs" | "logs";

/** A key that encrypts what other modules keep. */
export interface IEncryptionKey {
  readonly arn: string;
  /** Lets an AWS service use the key, under conditions that keep other accounts out. */
  allowService(user: KeyUser): void;
  /** Lets a role decrypt, or also encrypt. */
  grant(grantee: IGrantable, use: "decrypt" | "encrypt-decrypt"): void;
}

export interface EncryptionKeyProps {
  /** What it encrypts, for the console. @default "Data of <project> <environment>" */
  readonly description?: string;
  /** Days during which a deleted key can be recovered, 7 to 30. @default "30 days" - 001-154 */
  readonly deletionWindow?: Duration;
  /** The thing in its alias. @default - none: alias/<project>-<environment> */
  readonly name?: string;
  /** The whole alias, where others refer to it. @default - by the platform's pattern */
  readonly alias?: `alias/${string}`;
}

/** A KMS key that rotates yearly. Its policy names the account, and the services that modules have asked for. */
export class EncryptionKey extends Construct implements IEncryptionKey {
  readonly resource: KmsKey;
  readonly arn: string;
  private readonly users = new Set<KeyUser>();

  constructor(scope: Construct, id: string, props: EncryptionKeyProps = {}) {
    super(scope, id);
    const stack = PlatformStack.of(this);
    const window = days(props.deletionWindow ?? "30 days");
    if (window < 7 || window > 30) {
      report(this, {
        prop: "deletionWindow",
        value: props.deletionWindow,
        allowed: '"7 days" to "30 days"',
        fix: 'write "30 days"',
      });
    }
    this.resource = new KmsKey(this, "@key", {
      description: props.description ?? `Data of ${nameFor(this, "security-group", props.name)}`,
      deletionWindowInDays: window,
      enableKeyRotation: true,
      policy: policy(() => this.statements(stack)),
      lifecycle: { preventDestroy: stack.isProtected },
    });
    this.arn = this.resource.arn;
    new KmsAlias(this, "@alias", {
      name: props.alias
        ? exactName(this, "kms-alias", props.alias)
        : `alias/${nameFor(this, "kms-alias", props.name)}`,
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
    return {
      arn: key.arn,
      allowService(user) {
        if (key.allows.includes(user)) return;
        report(scope, {
          prop: "key.allows",
          value: key.allows,
          allowed: `a list with "${user}", which this stack needs`,
          fix: `let ${user} use ${key.arn} in its policy, then add it to the list`,
        });
      },
      grant: (grantee, use) => grantee.allow(keyStatement(key.arn, use)),
    };
  }

  allowService(user: KeyUser): void {
    this.users.add(user);
  }

  grant(grantee: IGrantable, use: "decrypt" | "encrypt-decrypt"): void {
    grantee.allow(keyStatement(this.arn, use));
  }

  private statements(stack: PlatformStack): Statement[] {
    const { region, accountId } = stack;
    const here = { StringEquals: { "aws:SourceAccount": accountId } };
    const byUser: Record<KeyUser, Statement> = {
      "cloudwatch-alarms": {
        sid: "AlarmsPublishToEncryptedTopics",
        actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
        resources: ["*"],
        principals: { Service: "cloudwatch.amazonaws.com" },
        conditions: here,
      },
      ecs: {
        sid: "EcsEncryptsExecSessions",
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        resources: ["*"],
        principals: { Service: "ecs.amazonaws.com" },
        conditions: here,
      },
      logs: {
        sid: "LogGroupsOfThisAccount",
        actions: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        resources: ["*"],
        principals: { Service: `logs.${region}.amazonaws.com` },
        conditions: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": stack.arn("logs", "log-group:*") } },
      },
    };
    return [
      // In a key policy "*" means this key. Without the account's root nobody could ever change the policy again.
      {
        sid: "AccountUsesIamPolicies",
        actions: ["kms:*"],
        resources: ["*"],
        principals: { AWS: `arn:aws:iam::${accountId}:root` },
      },
      ...[...this.users].sort().map((user) => byUser[user]),
    ];
  }
}

function keyStatement(arn: string, use: "decrypt" | "encrypt-decrypt"): Statement {
  return use === "decrypt"
    ? { sid: "DecryptWithKey", actions: ["kms:Decrypt"], resources: [arn] }
    : { sid: "EncryptAndDecryptWithKey", actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [arn] };
}
