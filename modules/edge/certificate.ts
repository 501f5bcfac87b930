import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import {
  checkFormat,
  checkUnique,
  FORMATS,
  type IMonitored,
  type Limits,
  type Metric,
  metricsOf,
  thingOf,
} from "../../src/core";
import { isToken, report } from "../../src/engine";
import { HOSTED_ZONE } from "./hosted-zone";

/** A certificate that listeners and distributions present. */
export interface ICertificate {
  readonly arn: string;
  /** Word for it in addresses, where a listener has several. @default - its place among them */
  readonly label?: string;
}

export interface CertificateProps {
  /** Zone in which AWS looks for proof that the names are ours. */
  readonly hostedZoneId: string;
  /**
   * Names it is for, 1 to 100 (the quota of an account is 10 until it is raised), in lower case; the first, of up to 64 characters, is its subject. `*.example.com` is for
   * `api.example.com`, but not for `example.com`.
   */
  readonly hosts: readonly string[];
}

/** What a certificate measures. */
export type CertificateMetric = "daysToExpiry";

/** https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html */
const MOST_HOSTS = 100;
/** Limit of X.509 for common names. https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html */
const LONGEST_SUBJECT = 64;
const SECONDS_UNTIL_PROOF_CHANGES = 60;

/**
 * A certificate that AWS renews by itself as long as the records stay. It is for the region it is made in: CloudFront
 * takes those of us-east-1.
 */
export class Certificate extends Construct implements ICertificate, IMonitored<CertificateMetric> {
  readonly resource: AcmCertificate;
  /** Known only once AWS has accepted the proof: listeners refuse a certificate before that. */
  readonly arn: string;

  constructor(scope: Construct, id: string, { hostedZoneId, hosts }: CertificateProps) {
    super(scope, id);
    checkFormat(this, "hostedZoneId", hostedZoneId, HOSTED_ZONE);
    this.checkHosts(hosts);
    const [subject = "", ...others] = new Set(hosts);
    this.resource = new AcmCertificate(this, "@certificate", {
      domainName: subject,
      // Also when there is none: left out, those of the certificate before would stay, without their proofs.
      subjectAlternativeNames: others,
      validationMethod: "DNS",
      // Listeners use it while its successor is made.
      lifecycle: { createBeforeDestroy: true },
    });
    // A wildcard is proven by the record of its parent.
    const known = hosts.filter((host) => !isToken(host));
    const proofs = new Map([...known].reverse().map((host) => [host.replace(/^\*\./, ""), host]));
    const records = [...proofs].map(([name, host]) => this.addProof(name, host, hostedZoneId));
    this.arn = new AcmCertificateValidation(this, "@validation", {
      certificateArn: this.resource.arn,
      validationRecordFqdns: records.map((record) => record.fqdn),
    }).certificateArn;
  }

  get label(): string {
    return thingOf(this);
  }

  get metrics(): Record<CertificateMetric, Metric> {
    const { metric } = metricsOf(this, "AWS/CertificateManager", { CertificateArn: this.arn });
    return { daysToExpiry: metric("DaysToExpiry", "Minimum", "Days") };
  }

  /** AWS renews 60 days before the end: whoever is told has a month left. */
  get recommended(): Limits<CertificateMetric> {
    return {
      daysToExpiry: {
        below: 30,
        for: "1 day",
        period: "1 day",
        severity: "warning",
        impact: "when it expires, clients refuse to connect",
        action: "compare the records of its proof with those that ACM asks for",
      },
    };
  }

  private checkHosts(hosts: readonly string[]): void {
    const add = (value: unknown, allowed: string, fix: string) =>
      report(this, { prop: "hosts", value, allowed, fix });
    if (hosts.length < 1 || hosts.length > MOST_HOSTS)
      add(
        `${hosts.length} names`,
        `1 to ${MOST_HOSTS} names`,
        `name the hosts that clients use, and make a second certificate for more than ${MOST_HOSTS}`,
      );
    checkUnique(this, "hosts", hosts);
    for (const host of hosts) {
      // The proof of a name is found by its text, and its address is made of it.
      if (isToken(host)) add(host, "names that are known at synthesis", "write the name, not an Input");
      else if (host !== host.toLowerCase())
        add(host, "names in lower case, as AWS returns them", `write ${host.toLowerCase()}`);
      else checkFormat(this, "hosts", host, FORMATS.host);
    }
    const [subject = ""] = hosts;
    if (subject.length > LONGEST_SUBJECT && !isToken(subject))
      add(subject, `a first name of up to ${LONGEST_SUBJECT} characters`, "put a shorter name first");
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
