import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import { exactName, type LogRetention, nameFor, PlatformStack, policy } from "../../src/core";
import { LogGroup } from "../monitoring/log-group";
import type { IEncryptionKey } from "./encryption-key";
import type { WebAclRule } from "./web-acl-rules";

export interface WebAclProps {
  /** Rules in the order in which they are tried; the first has priority 1. */
  readonly rules: readonly WebAclRule[];
  readonly key: IEncryptionKey;
  /** How long blocked and counted requests are kept. @default - as LogGroup */
  readonly logRetention?: LogRetention;
}

/** A regional web ACL that lets through what no rule stops. Its logs leave out what identifies a session. */
export class WebAcl extends Construct {
  readonly resource: Wafv2WebAcl;

  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const name = nameFor(this, "web-acl", "waf");
    this.resource = new Wafv2WebAcl(this, "@web_acl", {
      name,
      description: `WAF rules of ${nameFor(this, "security-group")}`,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rule: props.rules.map(({ metricName, ...rule }, index) => ({
        ...rule,
        priority: index + 1,
        visibilityConfig: visibility(metricName),
      })),
      visibilityConfig: visibility(name),
      tags: { Name: name },
    });
    this.addLogging(name, props);
  }

  get arn(): string {
    return this.resource.arn;
  }

  /** Puts the ACL in front of a load balancer. */
  protect(loadBalancerArn: string): void {
    new Wafv2WebAclAssociation(this, "@association", { resourceArn: loadBalancerArn, webAclArn: this.arn });
  }

  private addLogging(name: string, props: WebAclProps): void {
    const stack = PlatformStack.of(this);
    // AWS accepts only groups whose name begins so.
    const logs = new LogGroup(this, "@logs", {
      name: exactName(this, "log-group", `aws-waf-logs-${nameFor(this, "security-group")}`),
      key: props.key,
      retention: props.logRetention,
    });
    const permission = new CloudwatchLogResourcePolicy(this, "@permission", {
      policyName: name,
      policyDocument: policy(() => [
        {
          sid: "DeliverWebAclLogs",
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [`${logs.arn}:*`],
          principals: { Service: "delivery.logs.amazonaws.com" },
          conditions: {
            StringEquals: { "aws:SourceAccount": stack.accountId },
            ArnLike: { "aws:SourceArn": stack.arn("logs", "*") },
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
