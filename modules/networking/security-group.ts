import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { nameFor } from "../../src/core";

/** A security group that others may be connected to. */
export interface ISecurityGroup {
  /** The id of the group. */
  readonly id: string;
  /** Short word for it in addresses and descriptions, e.g. `ecs`. */
  readonly label: string;
}

export interface SecurityGroupProps {
  readonly network: { readonly vpcId: string };
  /** The thing in its name, e.g. `alb-sg`. */
  readonly name: string;
  /** What is in it. Shown in the AWS console; changing it replaces the group. */
  readonly description: string;
  /** Whether members may open connections to anything. @default false - only to what they are connected to */
  readonly egress?: boolean;
}

/** A security group. Rules are resources of their own, never inline: both kinds on one group undo each other at every apply. */
export class SecurityGroup extends Construct implements ISecurityGroup {
  readonly resource: AwsSecurityGroup;
  readonly id: string;
  readonly label: string;
  private readonly opensAll: boolean;

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    const name = nameFor(this, "security-group", props.name);
    this.label = id.startsWith("@") ? scope.node.id : id;
    this.opensAll = props.egress ?? false;
    this.resource = new AwsSecurityGroup(this, "@security_group", {
      name,
      description: props.description,
      vpcId: props.network.vpcId,
      tags: { Name: name },
    });
    this.id = this.resource.id;
    if (this.opensAll) {
      new VpcSecurityGroupEgressRule(this, "to_anywhere", {
        securityGroupId: this.id,
        description: "Anything, through NAT where the subnet is private",
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
      });
    }
  }

  /** Admits a range on one TCP port. */
  allowFromRange(cidr: string, port: number, description: string): void {
    const id = `from_${cidr === "0.0.0.0/0" ? "anywhere" : "network"}_${port}`;
    new VpcSecurityGroupIngressRule(this, id, {
      securityGroupId: this.id,
      description,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      cidrIpv4: cidr,
    });
  }

  /** Admits the members of another group on one TCP port, and lets them out to it where they are not let out anyway. */
  allowFrom(peer: SecurityGroup, port: number): void {
    const id = `from_${peer.label}_${port}`;
    if (this.node.tryFindChild(id)) return;
    new VpcSecurityGroupIngressRule(this, id, {
      securityGroupId: this.id,
      description: `Port ${port} from ${peer.label}`,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      referencedSecurityGroupId: peer.id,
    });
    if (!peer.opensAll) peer.allowTo(this, port);
  }

  private allowTo(peer: SecurityGroup, port: number): void {
    new VpcSecurityGroupEgressRule(this, `to_${peer.label}_${port}`, {
      securityGroupId: this.id,
      description: `Port ${port} of ${peer.label}`,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      referencedSecurityGroupId: peer.id,
    });
  }
}
