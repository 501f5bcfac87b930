import { Construct } from "constructs";
import type { FargateSize, IGrantable, Statement } from "../../src/core";
import type { SecurityGroup } from "../networking";
import type { ICluster } from "./cluster";
import type { ContainerProps } from "./container";
import type { IConnectable } from "./service";
import { TaskDefinition } from "./task-definition";

export interface TaskProps extends ContainerProps {
  readonly cluster: ICluster;
  /** Group it runs in; whoever starts it has to name it. */
  readonly securityGroup: SecurityGroup;
  readonly size: FargateSize;
  /** The thing in its names. @default - its construct id */
  readonly name?: string;
}

/** Something that runs once when somebody starts it, e.g. migrations before a release. */
export class Task extends Construct implements IGrantable {
  readonly definition: TaskDefinition;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: TaskProps) {
    super(scope, id);
    this.securityGroup = props.securityGroup;
    this.definition = new TaskDefinition(this, "@task", { ...props, name: props.name ?? id, exec: false });
  }

  allow(statement: Statement): void {
    this.definition.allow(statement);
  }

  /** Lets the task open connections to a database, a cache or a service. */
  connectTo(target: IConnectable): this {
    target.securityGroup.allowFrom(this.securityGroup, target.port);
    return this;
  }
}
