import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { report } from "../../src/engine";

export interface CertificateProps {
  /** Zone in which AWS looks for proof that the names are ours. */
  readonly hostedZoneId: string;
  /** Names it is for; the first is its subject. */
  readonly hosts: readonly string[];
}

const SECONDS_UNTIL_PROOF_CHANGES = 60;

/** A certificate that AWS renews by itself as long as the records stay. */
export class Certificate extends Construct {
  readonly resource: AcmCertificate;
  private readonly validation: AcmCertificateValidation;

  constructor(scope: Construct, id: string, { hostedZoneId, hosts }: CertificateProps) {
    super(scope, id);
    const [subject = "", ...others] = new Set(hosts);
    if (hosts.length === 0 || new Set(hosts).size !== hosts.length) {
      report(this, {
        prop: "hosts",
        value: hosts,
        allowed: "at least one name, each once",
        fix: "name the hosts that clients use",
      });
    }
    this.resource = new AcmCertificate(this, "@certificate", {
      domainName: subject,
      ...(others.length > 0 ? { subjectAlternativeNames: others } : {}),
      validationMethod: "DNS",
      // Listeners use it while its successor is made.
      lifecycle: { createBeforeDestroy: true },
    });
    // A wildcard is proven by the record of its parent.
    const proofs = new Map([...hosts].reverse().map((host) => [host.replace(/^\*\./, ""), host]));
    const records = [...proofs].map(([name, host]) => this.addProof(name, host, hostedZoneId));
    this.validation = new AcmCertificateValidation(this, "@validation", {
      certificateArn: this.resource.arn,
      validationRecordFqdns: records.map((record) => record.fqdn),
    });
  }

  /** The ARN, known only once AWS has accepted the proof: listeners refuse a certificate before that. */
  get arn(): string {
    return this.validation.certificateArn;
  }

  /** The record for one name. AWS returns a set, which has no order: the name picks its element. */
  private addProof(name: string, host: string, hostedZoneId: string): Route53Record {
    const option = (attribute: string) =>
      `\${one([for option in ${this.resource.fqn}.domain_validation_options : option.${attribute} if option.domain_name == "${host}"])}`;
    return new Route53Record(this, `proof_${name}`, {
      zoneId: hostedZoneId,
      name: option("resource_record_name"),
      type: option("resource_record_type"),
      records: [option("resource_record_value")],
      ttl: SECONDS_UNTIL_PROOF_CHANGES,
      // The record may be there already, from another certificate for the same name.
      allowOverwrite: true,
    });
  }
}
