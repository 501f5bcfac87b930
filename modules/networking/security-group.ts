import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { checkCidr, checkFormat, checkPort, nameFor, type PhysicalName, thingOf } from "../../src/core";
import { type Dependable, isToken, report } from "../../src/engine";

/** A security group that others may be connected to. */
export interface ISecurityGroup {
  /** The id of the group. */
  readonly id: string;
  /** Word for it in addresses and descriptions; no other group of the stack has it. */
  readonly label: string;
  /** Its rules, and those of others that name it: without them its members start cut off. They may grow until synthesis. */
  readonly dependables: readonly Dependable[];
  /** Admits the members of another group on one TCP port, and lets them out to it where they are not let out anyway. */
  allowFrom(peer: ISecurityGroup, port: number): void;
  /**
   * Lets members open connections to the members of another group; `allowFrom` calls it.
   * @param admission rule by which the other group admits them
   * @returns the rule that this takes; none where they are let out anyway
   */
  allowTo(peer: ISecurityGroup, port: number, admission: Dependable): readonly Dependable[];
}

/** What can be reached: `api.connectTo(database)`. */
export interface IConnectable {
  /** TCP port it listens on. */
  readonly port: number;
  /** Group its clients are admitted to. */
  readonly securityGroup: ISecurityGroup;
}

/**
 * What members may open connections to, beside what they are connected to: nothing, HTTPS (port 443) wherever it is, or
 * anything. Names are resolved with all of them: groups do not filter the network's own DNS.
 */
export type Egress = "connections" | "https" | "anywhere";

/** Ports that members are let out on anyway. */
const LETS_OUT: Readonly<Record<Egress, (port: number) => boolean>> = {
  connections: () => false,
  https: (port) => port === 443,
  anywhere: () => true,
};

export interface SecurityGroupProps {
  readonly network: { readonly vpcId: string };
  /** What is in it, up to 255 characters: its tag `Description`, since AWS never changes the description of a group itself. */
  readonly description: string;
  /** @default "connections" */
  readonly egress?: Egress;
  /** @default - the path of its ids */
  readonly name?: PhysicalName;
}

/** What AWS takes in descriptions of groups and rules. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
const DESCRIPTION = {
  pattern: /^[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/,
  allowed: "up to 255 letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*",
  fix: "write it in plain ASCII, without quotes and apostrophes",
};

/** The rules of a group. Rules are resources of their own, never inline: both kinds on one group undo each other at every apply. */
abstract class Rules extends Construct implements ISecurityGroup {
  abstract readonly id: string;
  protected abstract readonly egress: Egress;
  readonly dependables: readonly Dependable[];
  protected readonly rules: Dependable[] = [];
  /** Whom the rules there are admit; each peer and port has one. */
  private readonly known = new Map<string, string>();

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.dependables = this.rules;
  }

  /** The path, in which no two groups are equal. */
  get label(): string {
    return thingOf(this).replaceAll("-", "_");
  }

  /** Admits a range on one TCP port. */
  allowFromRange(cidr: string, port: number, description: string): void {
    checkCidr(this, "allowFromRange.cidr", cidr);
    checkPort(this, "allowFromRange.port", port);
    checkFormat(this, "allowFromRange.description", description, DESCRIPTION);
    const id = `from_${rangeLabel(cidr, description)}_${port}`;
    if (!this.isNew(id, cidr)) return;
    const rule = new VpcSecurityGroupIngressRule(this, id, {
      securityGroupId: this.id,
      description,
      ...tcp(port),
      cidrIpv4: cidr,
    });
    this.rules.push(rule);
  }

  allowFrom(peer: ISecurityGroup, port: number): void {
    checkPort(this, "allowFrom.port", port);
    const id = `from_${peer.label}_${port}`;
    if (!this.isNew(id, peer.id)) return;
    const rule = new VpcSecurityGroupIngressRule(this, id, {
      securityGroupId: this.id,
      description: `Port ${port} from ${peer.label}`,
      ...tcp(port),
      referencedSecurityGroupId: peer.id,
    });
    this.rules.push(rule, ...peer.allowTo(this, port, rule));
  }

  allowTo(peer: ISecurityGroup, port: number, admission: Dependable): readonly Dependable[] {
    this.rules.push(admission);
    const id = `to_${peer.label}_${port}`;
    if (LETS_OUT[this.egress](port) || !this.isNew(id, peer.id)) return [];
    const rule = new VpcSecurityGroupEgressRule(this, id, {
      securityGroupId: this.id,
      description: `Port ${port} of ${peer.label}`,
      ...tcp(port),
      referencedSecurityGroupId: peer.id,
    });
    this.rules.push(rule);
    return [rule];
  }

  /** Whether there is no such rule yet. One for somebody else under the same word would be lost: it is reported. */
  private isNew(id: string, peer: string): boolean {
    const known = this.known.get(id);
    if (known === undefined) this.known.set(id, peer);
    else if (known !== peer) {
      report(this, {
        prop: id,
        value: peer,
        allowed: `one rule under this word; it is there for ${known}`,
        fix: "give one of the groups another label, or one of the ranges another description",
      });
    }
    return known === undefined;
  }
}

/** A security group. */
export class SecurityGroup extends Rules {
  readonly resource: AwsSecurityGroup;
  readonly id: string;
  protected readonly egress: Egress;

  constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    const { vpcId } = props.network;
    checkFormat(this, "description", props.description, DESCRIPTION);
    const name = nameFor(this, "security-group", props.name, "", vpcId);
    this.egress = props.egress ?? "connections";
    this.resource = new AwsSecurityGroup(this, "@security_group", {
      name,
      // Another one would replace the group, which AWS refuses while anything is in it.
      description: name,
      vpcId,
      tags: { Name: name, Description: props.description },
    });
    this.id = this.resource.id;
    if (this.egress === "https")
      this.letOut("to_anywhere_443", {
        ...tcp(443),
        description: "HTTPS, through NAT where the subnet is private",
      });
    if (this.egress === "anywhere")
      this.letOut("to_anywhere", {
        ipProtocol: "-1",
        description: "Anything, through NAT where the subnet is private",
      });
  }

  /**
   * A group that exists already. Rules that connections need are added to it, beside those it has.
   * @param group.egress what its own rules let out already. @default "connections"
   */
  static existing(
    scope: Construct,
    id: string,
    group: { readonly securityGroupId: string; readonly egress?: Egress },
  ): ISecurityGroup {
    return new ExistingGroup(scope, id, group.securityGroupId, group.egress ?? "connections");
  }

  private letOut(id: string, rule: { readonly ipProtocol: string; readonly description: string }): void {
    const made = new VpcSecurityGroupEgressRule(this, id, {
      securityGroupId: this.id,
      cidrIpv4: "0.0.0.0/0",
      ...rule,
    });
    this.rules.push(made);
  }
}

class ExistingGroup extends Rules {
  constructor(
    scope: Construct,
    id: string,
    private readonly groupId: string,
    protected readonly egress: Egress,
  ) {
    super(scope, id);
    checkFormat(this, "securityGroupId", groupId, {
      pattern: /^sg-[0-9a-f]{8,17}$/,
      allowed: "the id of a security group",
      fix: "copy it from the AWS console: sg-…",
    });
  }

  get id(): string {
    return this.groupId;
  }
}

function tcp(port: number) {
  return { ipProtocol: "tcp", fromPort: port, toPort: port };
}

/** The range in addresses; of one that only Terraform knows, what it is. */
function rangeLabel(cidr: string, description: string): string {
  if (cidr === "0.0.0.0/0") return "anywhere";
  return (isToken(cidr) ? description.toLowerCase() : cidr).replace(/\W+/g, "_");
}
