import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { Construct } from "constructs";
import {
  allGrants,
  type Grant,
  type IGrantable,
  type Limits,
  type Metric,
  metricsOf,
  placeOf,
} from "../../src/core";
import type { Dependable } from "../../src/engine";
import type { IEncryptionKey } from "../security";
import type { PythonFunction } from "./python-function";

export interface SecretRotationProps {
  /** Knows the four steps of Secrets Manager, and has the rights of `grantRotation`. */
  readonly program: PythonFunction;
  readonly secretArn: string;
  /** Days between two values, 1 to 1000. */
  readonly everyDays: number;
  /** What has to exist before AWS tries the function, e.g. the first value. @default - nothing */
  readonly after?: readonly Dependable[];
}

/** Gives a secret a new value now and then, by a function. */
export class SecretRotation extends Construct {
  readonly resource: SecretsmanagerSecretRotation;
  /** Attempts that failed. */
  readonly errors: Metric;

  constructor(
    scope: Construct,
    id: string,
    { program, secretArn, everyDays, after = [] }: SecretRotationProps,
  ) {
    super(scope, id);
    const { functionName, arn } = program.resource;
    this.errors = metricsOf(this, "AWS/Lambda", { FunctionName: functionName }).metric(
      "Errors",
      "Sum",
      "Count",
    );
    const permission = new LambdaPermission(this, "@permission", {
      action: "lambda:InvokeFunction",
      functionName,
      principal: "secretsmanager.amazonaws.com",
      sourceAccount: placeOf(this).accountId,
    });
    this.resource = new SecretsmanagerSecretRotation(this, "@rotation", {
      secretId: secretArn,
      rotationLambdaArn: arn,
      // Whoever starts in the same apply has read the first value.
      rotateImmediately: false,
      rotationRules: { automaticallyAfterDays: everyDays },
      dependsOn: [permission, ...after],
    });
  }
}

/** Lets a function read a secret, and give it a new value. */
export function grantRotation(
  to: IGrantable,
  secretArn: string,
  key: Pick<IEncryptionKey, "grantEncryptDecrypt">,
): Grant {
  return allGrants(
    to.grant({
      purpose: "RotateSecret",
      actions: [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
      ],
      resources: [secretArn],
    }),
    key.grantEncryptDecrypt(to, "secretsmanager"),
  );
}

/** The limit of failed rotations. @param impact what they mean to whoever uses the secret */
export function rotationLimits(impact: string): Limits<"rotationErrors"> {
  return {
    rotationErrors: {
      above: 0,
      for: "5 minutes",
      severity: "warning",
      impact,
      action: "read the log of the function, then rotate the secret: it goes on from where it ended",
    },
  };
}
