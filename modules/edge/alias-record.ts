import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { checkFormat, exactName, FORMATS } from "../../src/core";
import { HOSTED_ZONE } from "./hosted-zone";

/** What a name can point to inside AWS. */
export interface IAliasTarget {
  readonly dnsName: string;
  /** Hosted zone of the target's own name. */
  readonly zoneId: string;
}

export interface AliasRecordProps {
  /** Zone that holds the name. */
  readonly hostedZoneId: string;
  /** Full name, e.g. `api.example.com`, that has no such record yet. */
  readonly host: string;
  readonly target: IAliasTarget;
}

/** The zone of all distributions, whose health Route 53 cannot ask. https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html */
const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

/** A name for something in AWS. Its answer disappears while the target is unhealthy, so that other records can take over. */
export class AliasRecord extends Construct {
  readonly resource: Route53Record;

  constructor(scope: Construct, id: string, { hostedZoneId, host, target }: AliasRecordProps) {
    super(scope, id);
    checkFormat(this, "hostedZoneId", hostedZoneId, HOSTED_ZONE);
    checkFormat(this, "host", host, FORMATS.host);
    this.resource = new Route53Record(this, "@record", {
      zoneId: hostedZoneId,
      name: exactName(this, "dns-record", host, hostedZoneId),
      type: "A",
      alias: {
        name: target.dnsName,
        zoneId: target.zoneId,
        evaluateTargetHealth: target.zoneId !== CLOUDFRONT_ZONE,
      },
    });
  }
}
