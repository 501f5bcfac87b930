import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Construct } from "constructs";
import { checkFormat, checkNumber, nameFor, type PhysicalName, PlatformStack } from "../../src/core";
import { json } from "../../src/engine";
import type { IEncryptionKey } from "../security";

export interface RegistryProps {
  readonly key: Pick<IEncryptionKey, "arn">;
  /**
   * Name of the repository. `{ exact: "shop-api" }` for one that all environments take images from: an image with nothing
   * of an environment in it runs as it was tested.
   * @default - the construct's id
   */
  readonly name?: PhysicalName;
  /** Images kept, 1 to 100000; older ones are deleted. @default 50 - a release a week for a year */
  readonly keep?: number;
  /**
   * Images with tags that begin with a text, kept whatever else arrives, 1 to 100000 of each. `{ v: 50 }` keeps the images
   * of versions, which builds of every commit in the same repository would push out.
   * @default - none: all images are counted together
   */
  readonly keepTagged?: Readonly<Record<string, number>>;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html */
const TAG_PREFIX = {
  pattern: /^\w[\w.-]{0,127}$/,
  allowed: "the beginning of a tag: letters, digits, underscores, dots and hyphens",
  fix: "write for example { v: 50 }",
};

/** A repository for images, whose tags never change and whose images are scanned when they arrive. */
export class Registry extends Construct {
  readonly resource: EcrRepository;

  constructor(scope: Construct, id: string, { name, key, keep = 50, keepTagged = {} }: RegistryProps) {
    super(scope, id);
    this.checkCount("keep", keep);
    for (const [prefix, count] of Object.entries(keepTagged)) {
      checkFormat(this, "keepTagged", prefix, TAG_PREFIX);
      this.checkCount(`keepTagged.${prefix}`, count);
    }
    this.resource = new EcrRepository(this, "@repository", {
      name: nameFor(this, "ecr-repository", name),
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: key.arn }],
      lifecycle: { preventDestroy: PlatformStack.of(this).isProtected },
    });
    new EcrLifecyclePolicy(this, "@lifecycle", {
      repository: this.resource.name,
      policy: json({ rules: lifecycleRules(keep, keepTagged) }),
    });
  }

  /** Address of the repository: `${registry.url}:v1.2.3` is an image. */
  get url(): string {
    return this.resource.repositoryUrl;
  }

  private checkCount(prop: string, count: number): void {
    checkNumber(this, prop, count, { min: 1, max: 100_000, unit: "images", fix: "write for example 50" });
  }
}

/**
 * What a rule names by its tag, no later rule deletes; the one for any image has to be the last.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
function lifecycleRules(keep: number, keepTagged: Readonly<Record<string, number>>): object[] {
  const tagged = Object.entries(keepTagged).map(([prefix, count]) => ({
    description: `Keep the ${count} newest images tagged ${prefix}*`,
    selection: {
      tagStatus: "tagged",
      tagPrefixList: [prefix],
      countType: "imageCountMoreThan",
      countNumber: count,
    },
  }));
  const any = {
    description: `Keep the ${keep} newest images`,
    selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keep },
  };
  return [...tagged, any].map((rule, index) => ({
    rulePriority: index + 1,
    ...rule,
    action: { type: "expire" },
  }));
}
