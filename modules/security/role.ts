import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct, type IConstruct } from "constructs";
import {
  checkFormat,
  type Grant,
  type IGrantable,
  nameFor,
  type PhysicalName,
  PolicyStatements,
  policy,
  type Statement,
} from "../../src/core";
import { type Dependable, report } from "../../src/engine";

export interface RoleProps {
  /** Principal that assumes it, e.g. `ecs-tasks.amazonaws.com`. */
  readonly service: string;
  /** Conditions on who may assume it. @default - the service alone */
  readonly conditions?: Statement["conditions"];
  /** Names of AWS managed policies, with their path, up to 10. @default - none */
  readonly managedPolicies?: readonly string[];
  /** @default - the path of its ids */
  readonly name?: PhysicalName;
  /** What of the named thing it is for, e.g. `execution`: suffix of the name. @default - none */
  readonly part?: string;
  /** Name of the inline policy. @default "access" */
  readonly policyName?: string;
}

const SERVICE = {
  pattern: /^[a-z0-9.-]+\.amazonaws\.com$/,
  allowed: "an AWS service's principal",
  fix: "write for example lambda.amazonaws.com",
};

const MANAGED = {
  pattern: /^(?!arn:)[\w+=,.@/-]{1,128}$/,
  allowed: "the name of an AWS managed policy, with its path",
  fix: "write for example service-role/AWSLambdaBasicExecutionRole, without arn:aws:iam::aws:policy/",
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_MANAGED = 10;

/** An IAM role whose one inline policy is the sum of what it was granted; without grants there is no policy. */
export class Role extends Construct implements IGrantable {
  readonly resource: IamRole;
  readonly arn: string;
  /** What has to exist before the role has its AWS managed rights. */
  readonly attachments: readonly Dependable[];
  private readonly statements = new PolicyStatements(this, "role");
  private policy: IamRolePolicy | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RoleProps,
  ) {
    super(scope, id);
    checkFormat(this, "service", props.service, SERVICE);
    this.checkManaged(props.managedPolicies ?? []);
    this.resource = new IamRole(this, "@role", {
      name: nameFor(this, "iam-role", props.name, props.part),
      assumeRolePolicy: policy(this, "trust", [
        {
          sid: "Assume",
          actions: ["sts:AssumeRole"],
          resources: [],
          principals: { Service: props.service },
          ...(props.conditions ? { conditions: props.conditions } : {}),
        },
      ]),
    });
    this.arn = this.resource.arn;
    this.attachments = (props.managedPolicies ?? []).map(
      (managed) =>
        new IamRolePolicyAttachment(this, managed.split("/").at(-1) ?? managed, {
          role: this.resource.name,
          policyArn: `arn:aws:iam::aws:policy/${managed}`,
        }),
    );
  }

  grant(statement: Statement, source?: IConstruct): Grant {
    this.policy ??= new IamRolePolicy(this, "@policy", {
      name: nameFor(this, "iam-policy", this.props.name, this.props.policyName ?? "access"),
      role: this.resource.id,
      policy: this.statements.toJson(),
    });
    this.statements.add(statement, source);
    return { dependables: [this.policy] };
  }

  private checkManaged(policies: readonly string[]): void {
    for (const managed of policies) checkFormat(this, "managedPolicies", managed, MANAGED);
    if (policies.length <= MOST_MANAGED) return;
    report(this, {
      prop: "managedPolicies",
      value: policies.length,
      allowed: `up to ${MOST_MANAGED}`,
      fix: "grant the rights that are needed instead",
    });
  }
}
