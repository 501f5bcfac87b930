import { expect, test } from "vitest";
import { EncryptionKey, ProvidedSecret, Role } from "../../../modules/security";
import { Input } from "../../../src/engine";
import { statements, synthesize } from "../../support/synth";

test("a secret that is provided has a value, or no plan succeeds", () => {
  const { config, resource } = synthesize((stack) => {
    const key = new EncryptionKey(stack, "key");
    const arn = Input.string(stack, "stripe_key_arn", {
      description: "ARN of the secret with Stripe's key",
      example: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:stripe-AbCdEf",
      matches: "^arn:",
      allowed: "Must be an ARN.",
    });
    const secret = new ProvidedSecret(stack, "stripe", { arn, field: "key", key });
    expect(secret.valueFrom).toBe(`${arn}:key::`);
    secret.grantRead(new Role(stack, "role", { service: "ecs-tasks.amazonaws.com" }));
  });
  expect(config.data).toMatchObject({
    aws_secretsmanager_secret_versions: {
      stripe: {
        secret_id: "${var.stripe_key_arn}",
        lifecycle: {
          postcondition: [
            {
              condition:
                '${try(anytrue([for version in self.versions : contains(version.version_stages, "AWSCURRENT")]), false)}',
              error_message: "The secret ${var.stripe_key_arn} has no value. Put it there, then plan again.",
            },
          ],
        },
      },
    },
  });
  expect(statements(resource("aws_iam_role_policy").policy)).toMatchObject({
    ReadSecrets: { Resource: "${var.stripe_key_arn}" },
    DecryptWithKey: { Resource: "${aws_kms_key.key.arn}" },
  });
});
