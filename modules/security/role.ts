import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { type IGrantable, nameFor, policy, type Statement } from "../../src/core";

export interface RoleProps {
  /** The thing in its name, e.g. `api-task`. */
  readonly name: string;
  /** Principal that assumes it, e.g. `ecs-tasks.amazonaws.com`. */
  readonly service: string;
  /** Conditions on who may assume it. @default - the service alone */
  readonly conditions?: Statement["conditions"];
  /** Names of AWS managed policies, with their path. @default - none */
  readonly managedPolicies?: readonly string[];
  /** Name of the inline policy. @default "access" */
  readonly policyName?: string;
}

/** An IAM role whose one inline policy is the sum of what it was granted; without grants there is no policy. */
export class Role extends Construct implements IGrantable {
  readonly resource: IamRole;
  readonly arn: string;
  private readonly statements: Statement[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RoleProps,
  ) {
    super(scope, id);
    const trust: Statement = {
      sid: "Assume",
      actions: ["sts:AssumeRole"],
      resources: [],
      principals: { Service: props.service },
      ...(props.conditions ? { conditions: props.conditions } : {}),
    };
    this.resource = new IamRole(this, "@role", {
      name: nameFor(this, "iam-role", props.name),
      assumeRolePolicy: policy(() => [trust]),
    });
    this.arn = this.resource.arn;
    for (const managed of props.managedPolicies ?? []) {
      new IamRolePolicyAttachment(this, managed.split("/").at(-1) ?? managed, {
        role: this.resource.name,
        policyArn: `arn:aws:iam::aws:policy/${managed}`,
      });
    }
  }

  allow(statement: Statement): void {
    if (this.statements.some(({ sid }) => sid === statement.sid)) return;
    if (this.statements.length === 0) {
      new IamRolePolicy(this, "@policy", {
        name: this.props.policyName ?? "access",
        role: this.resource.id,
        policy: policy(() => this.statements),
      });
    }
    this.statements.push(statement);
  }
}
