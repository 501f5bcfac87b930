import type { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { Construct } from "constructs";
import { type Metric, metricsOf, type PhysicalName, partOf, placeOf } from "../../src/core";
import { PythonFunction } from "../monitoring";
import type { IEncryptionKey } from "../security";
import { ROTATION_PROGRAM } from "./rotation-program";

export interface PasswordRotationProps {
  /** Of the database. */
  readonly name: PhysicalName;
  readonly key: IEncryptionKey;
  readonly instance: DbInstance;
  readonly secretArn: string;
  /** Days between two passwords. */
  readonly everyDays: number;
}

/**
 * Changes the master password of an instance by a function. It tells RDS the new one, and needs no way to the database:
 * neither a place in the network nor a driver.
 */
export class PasswordRotation extends Construct {
  /** Attempts that failed. */
  readonly errors: Metric;

  constructor(scope: Construct, id: string, props: PasswordRotationProps) {
    super(scope, id);
    const { name, key, instance, secretArn } = props;
    const { resource } = new PythonFunction(this, "@function", {
      name: partOf(name, "rotation"),
      description: "Changes the master password of a database",
      program: ROTATION_PROGRAM,
      environment: { INSTANCE: instance.identifier },
      // The longest there is: an instance may be busy with its maintenance.
      timeout: "15 minutes",
      key,
      rights: (role) => [
        role.grant({
          purpose: "ChangePassword",
          actions: ["rds:DescribeDBInstances", "rds:ModifyDBInstance"],
          resources: [instance.arn],
        }),
        role.grant({
          purpose: "RotateSecret",
          actions: [
            "secretsmanager:DescribeSecret",
            "secretsmanager:GetSecretValue",
            "secretsmanager:PutSecretValue",
            "secretsmanager:UpdateSecretVersionStage",
          ],
          resources: [secretArn],
        }),
        key.grantEncryptDecrypt(role),
      ],
    });
    const { metric } = metricsOf(this, "AWS/Lambda", { FunctionName: resource.functionName });
    this.errors = metric("Errors", "Sum", "Count");
    const permission = new LambdaPermission(this, "@permission", {
      action: "lambda:InvokeFunction",
      functionName: resource.functionName,
      principal: "secretsmanager.amazonaws.com",
      sourceAccount: placeOf(this).accountId,
    });
    new SecretsmanagerSecretRotation(this, "@rotation", {
      secretId: secretArn,
      rotationLambdaArn: resource.arn,
      // Whoever starts in the same apply has read the first password.
      rotateImmediately: false,
      rotationRules: { automaticallyAfterDays: props.everyDays },
      dependsOn: [permission],
    });
  }
}
