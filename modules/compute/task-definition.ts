import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { Construct } from "constructs";
import {
  exactName,
  type FargateSize,
  type IGrantable,
  mebibytes,
  nameFor,
  PlatformStack,
  type Statement,
} from "../../src/core";
import { lazyJson } from "../../src/engine";
import { LogGroup } from "../monitoring/log-group";
import { Role } from "../security";
import type { ICluster } from "./cluster";
import { type ContainerProps, checkContainer, containerDefinition } from "./container";

export interface TaskDefinitionProps extends ContainerProps {
  readonly cluster: ICluster;
  /** Ends its family and names its container, log group and roles, e.g. `api`. */
  readonly name: string;
  readonly size: FargateSize;
  /** Whether a shell can be opened in it. */
  readonly exec: boolean;
}

/**
 * What runs: one container with a log group and two roles of its own. The execution role fetches the image and exactly
 * the secrets named; the task role has what was granted, and nothing else.
 */
export class TaskDefinition extends Construct implements IGrantable {
  readonly resource: EcsTaskDefinition;
  readonly logs: LogGroup;
  readonly taskRole: Role;
  readonly executionRole: Role;

  constructor(scope: Construct, id: string, props: TaskDefinitionProps) {
    super(scope, id);
    checkContainer(this, props);
    const { cluster, name, size, exec } = props;
    const stack = PlatformStack.of(this);
    this.logs = new LogGroup(this, "@logs", {
      name: exactName(this, "log-group", `${cluster.logPrefix}/${name}`),
      key: cluster.key,
      retention: cluster.logRetention,
    });
    this.executionRole = this.addRole("execution", name, "secrets-access", [
      "service-role/AmazonECSTaskExecutionRolePolicy",
    ]);
    this.taskRole = this.addRole("task", name, "access");
    this.grantSecrets(props);
    if (exec) cluster.grantExec(this.taskRole);
    this.resource = new EcsTaskDefinition(this, "@task_definition", {
      family: nameFor(this, "task-family", name),
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: String(size.cpu),
      memory: String(mebibytes(size.memory)),
      executionRoleArn: this.executionRole.arn,
      taskRoleArn: this.taskRole.arn,
      runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
      containerDefinitions: lazyJson(() => [
        containerDefinition(name, props, { group: this.logs.name, region: stack.region }, exec),
      ]),
    });
  }

  allow(statement: Statement): void {
    this.taskRole.allow(statement);
  }

  private addRole(
    kind: "execution" | "task",
    name: string,
    policyName: string,
    managedPolicies: readonly string[] = [],
  ): Role {
    const stack = PlatformStack.of(this);
    return new Role(this, kind, {
      name: `${name}-${kind}`,
      service: "ecs-tasks.amazonaws.com",
      conditions: {
        StringEquals: { "aws:SourceAccount": stack.accountId },
        ArnLike: { "aws:SourceArn": stack.arn("ecs", "*") },
      },
      managedPolicies,
      policyName,
    });
  }

  private grantSecrets({ secrets = {} }: TaskDefinitionProps): void {
    const values = Object.values(secrets);
    if (values.length === 0) return;
    this.executionRole.allow({
      sid: "ReadSecrets",
      actions: ["secretsmanager:GetSecretValue"],
      resources: [...new Set(values.map(({ secretArn }) => secretArn))],
    });
    for (const { key } of values) key?.grant(this.executionRole, "decrypt");
  }
}
