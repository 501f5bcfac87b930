import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { App } from "cdktf";
import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { EncryptionKey } from "../../../modules/security";
import { placeOf } from "../../../src/core";
import type { Json } from "../../../src/engine";
import { parsed, staging, synthesize } from "../../support/synth";

describe("another region of a stack", () => {
  const { resource, config } = synthesize(
    (stack) => {
      const east = stack.inRegion("us-east-1");
      expect(stack.inRegion("us-east-1")).toBe(east);
      expect(stack.inRegion("eu-west-1")).toBe(stack);
      new EncryptionKey(stack, "key").allowService("logs");
      new EncryptionKey(east, "key").allowService("logs");
      new SnsTopic(new Construct(east, "alarms"), "@topic", { name: "x" });
      expect(placeOf(east).arn("logs", "log-group:*")).toBe(
        "arn:aws:logs:us-east-1:123456789012:log-group:*",
      );
    },
    { ...staging, account: "123456789012" },
  );

  test("is a provider alias, made once, in the same account with the same tags", () => {
    const tags = { Project: "shop", Environment: "test", ManagedBy: "terraform" };
    expect((config.provider as Record<string, Json[]>).aws).toMatchObject([
      { region: "eu-west-1", default_tags: [{ tags }], allowed_account_ids: ["123456789012"] },
      {
        alias: "us-east-1",
        region: "us-east-1",
        default_tags: [{ tags }],
        allowed_account_ids: ["123456789012"],
      },
    ]);
  });

  test("makes what stands in its scope, whoever made it", () => {
    expect(resource("aws_kms_key", "us_east_1_key").provider).toBe("aws.us-east-1");
    expect(resource("aws_kms_alias", "us_east_1_key").provider).toBe("aws.us-east-1");
    expect(resource("aws_sns_topic", "us_east_1_alarms").provider).toBe("aws.us-east-1");
    expect(resource("aws_kms_key", "key").provider).toBeUndefined();
  });

  test("shows in names, and in what services are called there", () => {
    expect(resource("aws_kms_alias", "us_east_1_key").name).toBe("alias/shop-test-us-east-1-key");
    expect(parsed(resource("aws_kms_key", "us_east_1_key").policy).Statement).toMatchObject([
      {},
      {
        Principal: { Service: "logs.us-east-1.amazonaws.com" },
        Condition: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:123456789012:log-group:*",
          },
        },
      },
    ]);
  });
});

test("constructs outside a platform stack are told so", () => {
  expect(() => placeOf(new Construct(new App(), "lost"))).toThrow(
    "lost is not inside a PlatformStack: pass one, or a construct in one, as scope",
  );
});
