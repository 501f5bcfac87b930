import type { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { Construct } from "constructs";
import { type Metric, type PhysicalName, partOf } from "../../src/core";
import { grantRotation, PythonFunction, SecretRotation } from "../monitoring";
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
    const { name, key, instance, secretArn, everyDays } = props;
    const program = new PythonFunction(this, "@function", {
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
        grantRotation(role, secretArn, key),
      ],
    });
    this.errors = new SecretRotation(this, "@rotation", { program, secretArn, everyDays }).errors;
  }
}
