import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import { Construct } from "constructs";
import {
  checkFormat,
  checkUnique,
  FORMATS,
  type Grant,
  type IMonitored,
  type Limits,
  type Metric,
  metricsOf,
  nameFor,
  onBehalfOf,
  type PhysicalName,
  partOf,
  placeOf,
  thingOf,
} from "../../src/core";
import { json, report } from "../../src/engine";
import { DeadLetterQueue } from "../messaging";
import { type IEncryptionKey, Role } from "../security";
import type { IService } from "./service-props";

export interface RestartOnRotationProps {
  /** Secrets whose new values the services have to fetch. */
  readonly secretArns: readonly string[];
  /** Services that read them when their tasks start; each is replaced by its own deployment limits. */
  readonly services: readonly IService[];
  /** Encrypts what could not be done, until somebody has looked at it. */
  readonly key: IEncryptionKey;
  /** @default - the construct's ids */
  readonly name?: PhysicalName;
}

/** What is measured of restarts: those that could not be begun, and all that were not done. */
export type RestartMetric = "failedInvocations" | "deadLetters";

const IMPACT = "services keep the secret's old value: tasks lose their connections, and get no new ones";
const OUTCOME = "EC2 Automation Execution Status-change Notification";

/**
 * Starts new tasks when a secret gets a new value. Containers fetch secrets once, at start: without this, a rotated
 * password locks running tasks out of the database. Secrets Manager announces the new value itself, without CloudTrail;
 * a Systems Manager automation makes the calls, so there is no function to package.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/event-detail-secret-label-updated-secretsmanager.html
 */
export class RestartOnRotation extends Construct implements IMonitored<RestartMetric> {
  readonly resource: CloudwatchEventRule;
  readonly label: string;
  /** Takes announcements that started no automation, and automations that failed. */
  readonly deadLetters: DeadLetterQueue;
  private readonly name: PhysicalName;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RestartOnRotationProps,
  ) {
    super(scope, id);
    this.label = thingOf(this);
    this.name = props.name ?? this.label;
    this.check();
    this.deadLetters = new DeadLetterQueue(this, "failed", {
      name: partOf(this.name, "failed"),
      key: props.key,
      impact: IMPACT,
    });
    const automation = this.addAutomationRole();
    const document = new SsmDocument(this, "@document", {
      name: nameFor(this, "ssm-document", this.name),
      documentType: "Automation",
      documentFormat: "JSON",
      content: json({
        schemaVersion: "0.3",
        description: "Starts new tasks of the services that read a rotated secret",
        assumeRole: automation.role.arn,
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
    const { role, grant } = this.addStarter(document.name, automation.role);
    const undelivered = this.deadLetters.allowRule(this.resource.arn);
    new CloudwatchEventTarget(this, "@target", {
      rule: this.resource.name,
      // The ARN of the document itself would mean Run Command.
      arn: placeOf(this).arn("ssm", `automation-definition/${document.name}:$DEFAULT`),
      roleArn: role.arn,
      deadLetterConfig: { arn: this.deadLetters.arn },
      dependsOn: [...grant.dependables, ...automation.grant.dependables, ...undelivered.dependables],
    });
    this.keepFailures(document);
  }

  get metrics(): Readonly<Record<RestartMetric, Metric>> {
    const { metric } = metricsOf(this, "AWS/Events", { RuleName: this.resource.name });
    return { failedInvocations: metric("FailedInvocations", "Sum", "Count"), ...this.deadLetters.metrics };
  }

  get recommended(): Limits<RestartMetric> {
    const { deadLetters } = this.deadLetters.recommended;
    const lost =
      "look at the role of the rule and at the policy of the queue, then deploy the services by hand";
    return {
      deadLetters,
      failedInvocations: { above: 0, for: "5 minutes", severity: "warning", impact: IMPACT, action: lost },
    };
  }

  /** EventBridge knows no more than that an automation began: how it ended is an event of its own. */
  private keepFailures(document: SsmDocument): void {
    const scope = new Construct(this, "failures");
    const rule = new CloudwatchEventRule(scope, "@rule", {
      name: nameFor(scope, "event-rule", this.name, "failures"),
      description: "Services were not restarted",
      eventPattern: json({
        source: ["aws.ssm"],
        "detail-type": [OUTCOME],
        detail: { Definition: [document.name], Status: ["Failed", "TimedOut", "Cancelled"] },
      }),
    });
    new CloudwatchEventTarget(scope, "@target", {
      rule: rule.name,
      arn: this.deadLetters.arn,
      dependsOn: [...this.deadLetters.allowRule(rule.arn).dependables],
    });
  }

  /** What the automation may do. */
  private addAutomationRole(): { readonly role: Role; readonly grant: Grant } {
    const role = new Role(this, "automation", {
      name: this.name,
      part: "automation",
      service: "ssm.amazonaws.com",
      conditions: onBehalfOf(this, "ssm", "automation-execution/*"),
    });
    const grant = role.grant({
      purpose: "RestartServices",
      actions: ["ecs:UpdateService"],
      resources: this.props.services.map(({ arn }) => arn),
    });
    return { role, grant };
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
    // The automation counts as failed all the same.
    isCritical: true,
    inputs: {
      Service: "ecs",
      Api: "UpdateService",
      cluster: cluster.name,
      service: name,
      forceNewDeployment: true,
    },
  };
}
