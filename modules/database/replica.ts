import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { Construct } from "constructs";
import {
  type IMonitored,
  type Limits,
  type Metric,
  nameFor,
  type PhysicalName,
  thingOf,
} from "../../src/core";
import type { Dependable } from "../../src/engine";
import type { IConnectable, ISecurityGroup } from "../networking";
import type { IEncryptionKey } from "../security";
import type { Endpoint } from "./database";
import { addLogs, PORT, type SharedConfig } from "./instance";
import type { InstanceClass } from "./instance-classes";
import {
  type InstanceSizes,
  instanceLimits,
  instanceMetrics,
  REPLICA_LIMITS,
  type ReplicaMetric,
} from "./metrics";

export interface ReplicaProps {
  /**
   * Size of the replica. It must accept as many connections as the writer, or PostgreSQL does not start.
   * @default - the writer's
   */
  readonly instanceClass?: InstanceClass;
  /** @default - the writer's name and the replica's id */
  readonly name?: PhysicalName;
}

/** What a replica takes from its writer. */
export interface ReplicaSource {
  readonly identifier: string;
  readonly securityGroup: ISecurityGroup;
  readonly key: IEncryptionKey;
  readonly config: SharedConfig;
  readonly sizes: InstanceSizes;
  readonly name: PhysicalName;
  readonly after: readonly Dependable[];
}

/**
 * A copy of a database that is read from. It has no data of its own: nothing is backed up, and it leaves no snapshot.
 * Its clients are admitted to the group of its writer.
 */
export class Replica extends Construct implements IConnectable, IMonitored<ReplicaMetric>, Endpoint {
  readonly resource: DbInstance;
  readonly label: string;
  readonly host: string;
  readonly port = PORT;
  readonly securityGroup: ISecurityGroup;
  private readonly identifier: string;
  private readonly sizes: InstanceSizes;

  constructor(scope: Construct, id: string, source: ReplicaSource) {
    super(scope, id);
    this.label = thingOf(this);
    this.securityGroup = source.securityGroup;
    this.sizes = source.sizes;
    const identifier = nameFor(this, "db-instance", source.name);
    const { groups, ...logs } = addLogs(this, identifier, source.key);
    this.resource = new DbInstance(this, "@instance", {
      ...source.config,
      ...logs,
      identifier,
      replicateSourceDb: source.identifier,
      instanceClass: source.sizes.instanceClass,
      multiAz: false,
      skipFinalSnapshot: true,
      tags: { Name: identifier },
      dependsOn: [...groups, ...source.after],
    });
    this.host = this.resource.address;
    this.identifier = this.resource.identifier;
  }

  get metrics(): Record<ReplicaMetric, Metric> {
    return instanceMetrics(this, this.identifier);
  }

  get recommended(): Limits<ReplicaMetric> {
    return { ...instanceLimits(this.sizes), ...REPLICA_LIMITS };
  }
}
