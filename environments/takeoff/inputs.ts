import type { PlatformStack } from "../../src/core";
import { Input, type TextInput } from "../../src/engine";

const ACCOUNT = "123456789012";
const ARN = (service: string, resource: string) => ({
  matches: `^arn:aws:${service}:[a-z0-9-]+:[0-9]{12}:${resource}.+$`,
});

/** Values that whoever runs Terraform gives: `terraform plan -var image_tag=v1.2.3` (001-171). */
export function inputs(stack: PlatformStack) {
  const input = (name: string, props: TextInput) => Input.string(stack, name, props);
  return {
    ecrRegistry: input("ecr_registry", {
      description: "Registry of the images, without a slash at the end",
      example: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`,
      matches: "^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com$",
      allowed: "Must be an ECR registry such as 123456789012.dkr.ecr.us-east-1.amazonaws.com.",
    }),
    imageTag: input("image_tag", {
      description: "Version to run: the tag of all images of a release",
      beforehand: "the images takeoff-api, takeoff-worker and takeoff-frontend with this tag, pushed",
      example: "v1.2.3",
      // A tag that moves would make every plan lie about what runs.
      matches: "^(v[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?|[0-9a-f]{7,40})$",
      allowed: "Must be a version such as v1.2.3 or the hash of a commit, and never latest.",
    }),
    certificateArn: input("certificate_arn", {
      description: "ARN of the certificate in ACM for all hosts of the environment",
      beforehand: "the certificate, issued",
      example: `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/00000000-0000-4000-8000-000000000000`,
      ...ARN("acm", "certificate/"),
      allowed: "Must be the ARN of a certificate in ACM.",
    }),
    route53ZoneId: input("route53_zone_id", {
      description: "Id of the hosted zone of takeoff.example.com",
      beforehand: "the zone, to which the domain's registrar delegates",
      example: "Z0123456789ABCDEFGHIJ",
      matches: "^Z[0-9A-Z]{1,31}$",
      allowed: "Must be the id of a hosted zone: Z and up to 31 capitals and digits.",
    }),
    anthropicApiKeyArn: input("anthropic_api_key_arn", {
      description: "ARN of the secret with the key of the Anthropic API",
      beforehand: "the secret, with the key as its text",
      example: `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:takeoff/anthropic-api-key-AbCdEf`,
      ...ARN("secretsmanager", "secret:"),
      allowed: "Must be the full ARN of a secret, with the six characters at its end.",
    }),
    secretKeyArn: input("secret_key_arn", {
      description: "ARN of the secret with which the API signs sessions",
      beforehand: "the secret, with a random text",
      example: `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:takeoff/secret-key-AbCdEf`,
      ...ARN("secretsmanager", "secret:"),
      allowed: "Must be the full ARN of a secret, with the six characters at its end.",
    }),
    slackWebhookSecretArn: input("slack_webhook_secret_arn", {
      description: "ARN of the secret with the URL of the Slack webhook for alarms",
      beforehand: "the secret, with the URL as its text",
      example: `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:takeoff/slack-webhook-AbCdEf`,
      ...ARN("secretsmanager", "secret:"),
      allowed: "Must be the full ARN of a secret, with the six characters at its end.",
    }),
    alertEmail: input("alert_email", {
      description: "Address that alarms are mailed to",
      example: "alerts@example.com",
      matches: "^[^@[:space:]]+@[^@[:space:]]+\\.[^@[:space:]]+$",
      allowed: "Must be an e-mail address.",
    }),
  };
}

export type Inputs = ReturnType<typeof inputs>;
