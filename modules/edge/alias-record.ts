import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

/** What a name can point to inside AWS. */
export interface IAliasTarget {
  readonly dnsName: string;
  /** Hosted zone of the target's own name. */
  readonly zoneId: string;
}

export interface AliasRecordProps {
  /** Zone that holds the name. */
  readonly hostedZoneId: string;
  /** Full name, e.g. `api.takeoff.example.com`. */
  readonly host: string;
  readonly target: IAliasTarget;
}

/** A name for something in AWS. Its answer disappears while the target is unhealthy, so other records can take over. */
export class AliasRecord extends Construct {
  readonly resource: Route53Record;

  constructor(scope: Construct, id: string, { hostedZoneId, host, target }: AliasRecordProps) {
    super(scope, id);
    this.resource = new Route53Record(this, "@record", {
      zoneId: hostedZoneId,
      name: host,
      type: "A",
      alias: { name: target.dnsName, zoneId: target.zoneId, evaluateTargetHealth: true },
    });
  }
}
