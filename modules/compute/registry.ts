import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Construct } from "constructs";
import { exactName, PlatformStack } from "../../src/core";
import { lazyJson } from "../../src/engine";
import type { IEncryptionKey } from "../security";

export interface RegistryProps {
  /** Name of the repository, e.g. `takeoff-api`: one for all environments, so that what was tested is what runs. */
  readonly name: string;
  readonly key: IEncryptionKey;
  /** Images kept; older ones are deleted. @default 50 - a release a week for a year */
  readonly keep?: number;
}

/** A container registry whose tags never change and whose images are scanned when they arrive. */
export class Registry extends Construct {
  readonly resource: EcrRepository;

  constructor(scope: Construct, id: string, { name, key, keep = 50 }: RegistryProps) {
    super(scope, id);
    this.resource = new EcrRepository(this, "@repository", {
      name: exactName(this, "ecr-repository", name),
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: key.arn }],
      lifecycle: { preventDestroy: PlatformStack.of(this).isProtected },
    });
    new EcrLifecyclePolicy(this, "@lifecycle", {
      repository: this.resource.name,
      policy: lazyJson(() => ({
        rules: [
          {
            rulePriority: 1,
            description: `Keep the ${keep} newest images`,
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keep },
            action: { type: "expire" },
          },
        ],
      })),
    });
  }
}
