import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import {
  type IMonitored,
  type Limits,
  type LogRetention,
  type Metric,
  metricsOf,
  nameFor,
  type PhysicalName,
  placeOf,
  policy,
  thingOf,
} from "../../src/core";
import { report } from "../../src/engine";
import { LogGroup } from "../monitoring";
import type { IEncryptionKey } from "../security";
import { checkRules } from "./web-acl-checks";
import type { WebAclRule } from "./web-acl-rules";
import { statementsOf } from "./web-acl-statements";

/** What a web ACL stands in front of: load balancers of its region, or distributions of CloudFront. */
export type WebAclScope = "regional" | "cloudfront";

/** A web ACL that load balancers or distributions refer to; each of them makes the association. */
export interface IWebAcl {
  readonly arn: string;
  readonly scope: WebAclScope;
}

export interface WebAclProps {
  /**
   * Rules in the order in which they are tried; the first has priority 1. AWS takes up to 5000 capacity units in all,
   * and charges for those beyond 1500: the common rule set needs 700.
   * https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html
   */
  readonly rules: readonly WebAclRule[];
  /** Encrypts the logs. */
  readonly key: IEncryptionKey;
  /** Fixed at creation. Those for CloudFront are made in us-east-1: `stack.inRegion("us-east-1")`. @default "regional" */
  readonly scope?: WebAclScope;
  /** How long the log of requests is kept. @default - as LogGroup */
  readonly logRetention?: LogRetention;
  /** @default - the construct's ids */
  readonly name?: PhysicalName;
}

/** What a web ACL measures. */
export type WebAclMetric = "allowedRequests" | "blockedRequests";

const CLOUDFRONT_REGION = "us-east-1";

/** A web ACL that lets through what no rule stops. Its logs leave out what identifies a session. */
export class WebAcl extends Construct implements IWebAcl, IMonitored<WebAclMetric> {
  readonly resource: Wafv2WebAcl;
  readonly arn: string;
  readonly scope: WebAclScope;
  /** Physical name, and dimension of its metrics. */
  private readonly name: string;

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    this.scope = props.scope ?? "regional";
    this.checkScope();
    checkRules(this, props.rules);
    this.name = nameFor(this, "web-acl", props.name);
    this.resource = new Wafv2WebAcl(this, "@web_acl", {
      name: this.name,
      description: `Web ACL ${thingOf(this)}`,
      scope: this.scope === "cloudfront" ? "CLOUDFRONT" : "REGIONAL",
      defaultAction: { allow: {} },
      rule: statementsOf(props.rules).map(({ metricName, ...rule }, index) => ({
        ...rule,
        priority: index + 1,
        visibilityConfig: visibility(metricName),
      })),
      visibilityConfig: visibility(this.name),
      tags: { Name: this.name },
    });
    this.arn = this.resource.arn;
    this.addLogging(props);
  }

  get label(): string {
    return thingOf(this);
  }

  get metrics(): Record<WebAclMetric, Metric> {
    // CloudFront's have no region. https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
    const { metric } = metricsOf(this, "AWS/WAFV2", {
      WebACL: this.name,
      Rule: "ALL",
      ...(this.scope === "regional" ? { Region: placeOf(this).region } : {}),
    });
    return {
      allowedRequests: metric("AllowedRequests", "Sum", "Count"),
      blockedRequests: metric("BlockedRequests", "Sum", "Count"),
    };
  }

  get recommended(): Limits<WebAclMetric> {
    return {
      blockedRequests: {
        above: 1000,
        for: "5 minutes",
        severity: "warning",
        impact: "somebody attacks, or a rule stops users",
        action: "look in the web ACL's log at which rule blocks whom; let a rule count where it stops users",
      },
    };
  }

  private checkScope(): void {
    const { region } = placeOf(this);
    if (this.scope === "regional" || region === CLOUDFRONT_REGION) return;
    report(this, {
      prop: "scope",
      value: `${this.scope} in ${region}`,
      allowed: `"cloudfront" in ${CLOUDFRONT_REGION} only`,
      fix: `pass stack.inRegion("${CLOUDFRONT_REGION}") as scope of the construct, and a key made there`,
    });
  }

  private addLogging({ name, key, logRetention }: WebAclProps): void {
    const place = placeOf(this);
    const logs = new LogGroup(this, "@logs", {
      kind: "web-acl-log-group",
      name: name ?? thingOf(this),
      key,
      retention: logRetention,
    });
    const permission = new CloudwatchLogResourcePolicy(this, "@permission", {
      policyName: nameFor(this, "log-resource-policy", name),
      policyDocument: policy(this, "logs", [
        {
          sid: "DeliverWebAclLogs",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [`${logs.arn}:*`],
          principals: { Service: "delivery.logs.amazonaws.com" },
          conditions: {
            StringEquals: { "aws:SourceAccount": place.accountId },
            ArnLike: { "aws:SourceArn": place.arn("logs", "*") },
          },
        },
      ]),
    });
    new Wafv2WebAclLoggingConfiguration(this, "@logging", {
      resourceArn: this.arn,
      logDestinationConfigs: [logs.arn],
      redactedFields: [{ singleHeader: { name: "authorization" } }, { singleHeader: { name: "cookie" } }],
      dependsOn: [permission],
    });
  }
}

function visibility(metricName: string) {
  return { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
