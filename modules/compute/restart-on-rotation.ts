import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import { Construct } from "constructs";
import {
  checkFormat,
  checkUnique,
  FORMATS,
  type Grant,
  nameFor,
  type PhysicalName,
  placeOf,
  thingOf,
} from "../../src/core";
import { json, report } from "../../src/engine";
import { Role } from "../security";
import type { IService } from "./service-props";

export interface RestartOnRotationProps {
  /** Secrets whose new values the services have to fetch. */
  readonly secretArns: readonly string[];
  /** Services that read them when their tasks start; each is replaced by its own deployment limits. */
  readonly services: readonly IService[];
  /** @default - the construct's ids */
  readonly name?: PhysicalName;
}

/**
 * Starts new tasks when a secret gets a new value. Containers fetch secrets once, at start: without this, a rotated
 * password locks running tasks out of the database. Secrets Manager announces the new value itself, without CloudTrail;
 * a Systems Manager automation makes the calls, so there is no function to package.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/event-detail-secret-label-updated-secretsmanager.html
 */
export class RestartOnRotation extends Construct {
  readonly resource: CloudwatchEventRule;
  private readonly name: PhysicalName;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RestartOnRotationProps,
  ) {
    super(scope, id);
    this.name = props.name ?? thingOf(this);
    this.check();
    const automation = this.addAutomationRole();
    const document = new SsmDocument(this, "@document", {
      name: nameFor(this, "ssm-document", this.name),
      documentType: "Automation",
      documentFormat: "JSON",
      content: json({
        schemaVersion: "0.3",
        description: "Starts new tasks of the services that read a rotated secret",
        assumeRole: automation.arn,
        mainSteps: props.services.map(restart),
      }),
    });
    this.resource = new CloudwatchEventRule(this, "@rule", {
      name: nameFor(this, "event-rule", this.name),
      description: "A secret has a new value",
      eventPattern: json({
        source: ["aws.secretsmanager"],
        "detail-type": ["Secret Label Updated"],
        resources: [...props.secretArns],
        detail: { labelUpdated: ["AWSCURRENT"] },
      }),
    });
    const { role, grant } = this.addStarter(document.name, automation);
    new CloudwatchEventTarget(this, "@target", {
      rule: this.resource.name,
      // The ARN of the document itself would mean Run Command.
      arn: placeOf(this).arn("ssm", `automation-definition/${document.name}:$DEFAULT`),
      roleArn: role.arn,
      dependsOn: [...grant.dependables],
    });
  }

  /** What the automation may do. */
  private addAutomationRole(): Role {
    const place = placeOf(this);
    const role = new Role(this, "automation", {
      name: this.name,
      part: "automation",
      service: "ssm.amazonaws.com",
      conditions: {
        StringEquals: { "aws:SourceAccount": place.accountId },
        ArnLike: { "aws:SourceArn": place.arn("ssm", "automation-execution/*") },
      },
    });
    role.grant({
      purpose: "RestartServices",
      actions: ["ecs:UpdateService"],
      resources: this.props.services.map(({ arn }) => arn),
    });
    return role;
  }

  /**
   * What starts the automation. IAM wants the document and the execution, and no longer the definition; it stays until
   * every account has changed over.
   * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-identity-based-policies.html
   */
  private addStarter(document: string, automation: Role): { readonly role: Role; readonly grant: Grant } {
    const place = placeOf(this);
    const role = new Role(this, "events", {
      name: this.name,
      part: "events",
      service: "events.amazonaws.com",
      conditions: { StringEquals: { "aws:SourceAccount": place.accountId } },
    });
    role.grant({
      purpose: "StartAutomation",
      actions: ["ssm:StartAutomationExecution"],
      resources: [
        place.arn("ssm", `document/${document}`),
        place.arn("ssm", "automation-execution/*"),
        place.arn("ssm", `automation-definition/${document}:*`),
      ],
    });
    const grant = role.grant({
      purpose: "PassAutomationRole",
      actions: ["iam:PassRole"],
      resources: [automation.arn],
      conditions: { StringEquals: { "iam:PassedToService": "ssm.amazonaws.com" } },
    });
    return { role, grant };
  }

  private check(): void {
    const { secretArns, services } = this.props;
    for (const [prop, list] of Object.entries({ secretArns, services })) {
      if (list.length > 0) continue;
      report(this, { prop, value: [], allowed: "at least one", fix: "add one, or remove the construct" });
    }
    for (const arn of secretArns) checkFormat(this, "secretArns", arn, FORMATS.arn);
    checkUnique(this, "secretArns", secretArns);
    checkUnique(
      this,
      "services",
      services.map(({ label }) => stepOf(label)),
    );
  }
}

function stepOf(label: string): string {
  return `restart_${label.replaceAll(/[^A-Za-z0-9]/g, "_")}`;
}

/** One service that cannot be restarted must not keep the others from it. */
function restart({ label, name, cluster }: IService): object {
  return {
    name: stepOf(label),
    action: "aws:executeAwsApi",
    onFailure: "Continue",
    inputs: {
      Service: "ecs",
      Api: "UpdateService",
      cluster: cluster.name,
      service: name,
      forceNewDeployment: true,
    },
  };
}
