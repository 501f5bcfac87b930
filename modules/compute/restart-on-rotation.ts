import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import { Construct } from "constructs";
import { nameFor, PlatformStack } from "../../src/core";
import { json } from "../../src/engine";
import { Role } from "../security";
import type { Service } from "./service";

export interface RestartOnRotationProps {
  /** Secret whose new value the services have to fetch. */
  readonly secretArn: string;
  /** Services that read it when their tasks start; each is rolled by its own deployment limits. */
  readonly services: readonly Service[];
}

/**
 * Starts new tasks when a secret gets a new value. Containers fetch secrets once, at start: without this, a rotated
 * password locks running tasks out of the database. Secrets Manager announces the new value itself, without CloudTrail;
 * a Systems Manager automation makes the calls, so there is no function to package.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/event-detail-secret-label-updated-secretsmanager.html
 */
export class RestartOnRotation extends Construct {
  constructor(scope: Construct, id: string, { secretArn, services }: RestartOnRotationProps) {
    super(scope, id);
    const stack = PlatformStack.of(this);
    const name = nameFor(this, "event-rule", "secret-rotated");
    const automation = new Role(this, "automation", {
      name: "restart",
      service: "ssm.amazonaws.com",
      conditions: { StringEquals: { "aws:SourceAccount": stack.accountId } },
    });
    automation.allow({
      sid: "RestartServices",
      actions: ["ecs:UpdateService"],
      resources: services.map((service) => service.resource.id),
    });
    const document = new SsmDocument(this, "@document", {
      name: nameFor(this, "ssm-document", "restart"),
      documentType: "Automation",
      documentFormat: "JSON",
      content: json({
        schemaVersion: "0.3",
        description: "Starts new tasks of the services that read a rotated secret",
        assumeRole: automation.arn,
        mainSteps: services.map(restart),
      }),
    });
    const rule = new CloudwatchEventRule(this, "@rule", {
      name,
      description: "A secret has a new value",
      eventPattern: json({
        source: ["aws.secretsmanager"],
        "detail-type": ["Secret Label Updated"],
        resources: [secretArn],
        detail: { labelUpdated: ["AWSCURRENT"] },
      }),
    });
    const starter = new Role(this, "events", { name: "secret-rotated", service: "events.amazonaws.com" });
    const definition = stack.arn("ssm", `automation-definition/${document.name}:$DEFAULT`);
    starter.allow({
      sid: "StartAutomation",
      actions: ["ssm:StartAutomationExecution"],
      resources: [definition],
    });
    starter.allow({ sid: "PassAutomationRole", actions: ["iam:PassRole"], resources: [automation.arn] });
    new CloudwatchEventTarget(this, "@target", { rule: rule.name, arn: definition, roleArn: starter.arn });
  }
}

/** One service that cannot be restarted must not keep the others from it. */
function restart(service: Service): object {
  return {
    name: service.name.replace(/[^A-Za-z0-9]/g, "_"),
    action: "aws:executeAwsApi",
    onFailure: "Continue",
    inputs: {
      Service: "ecs",
      Api: "UpdateService",
      cluster: service.props.cluster.name,
      service: service.name,
      forceNewDeployment: true,
    },
  };
}
