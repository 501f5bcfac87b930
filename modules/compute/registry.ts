import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Construct } from "constructs";
import { checkNumber, nameFor, type PhysicalName, PlatformStack } from "../../src/core";
import { json } from "../../src/engine";
import type { IEncryptionKey } from "../security";

export interface RegistryProps {
  readonly key: Pick<IEncryptionKey, "arn">;
  /**
   * Name of the repository. `{ exact: "shop-api" }` for one that all environments take images from, so that what was
   * tested is what runs.
   * @default - the construct's id
   */
  readonly name?: PhysicalName;
  /** Images kept, 1 to 100000; older ones are deleted. @default 50 - a release a week for a year */
  readonly keep?: number;
}

/** A repository for images, whose tags never change and whose images are scanned when they arrive. */
export class Registry extends Construct {
  readonly resource: EcrRepository;

  constructor(scope: Construct, id: string, { name, key, keep = 50 }: RegistryProps) {
    super(scope, id);
    checkNumber(this, "keep", keep, { min: 1, max: 100_000, unit: "images", fix: "write for example 50" });
    this.resource = new EcrRepository(this, "@repository", {
      name: nameFor(this, "ecr-repository", name),
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: key.arn }],
      lifecycle: { preventDestroy: PlatformStack.of(this).isProtected },
    });
    new EcrLifecyclePolicy(this, "@lifecycle", {
      repository: this.resource.name,
      policy: json({
        rules: [
          {
            rulePriority: 1,
            description: `Keep the ${keep} newest images`,
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keep },
            action: { type: "expire" },
          },
        ],
      }),
    });
  }

  /** Address of the repository: `${registry.url}:v1.2.3` is an image. */
  get url(): string {
    return this.resource.repositoryUrl;
  }
}
