import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { Input, type Json, Output } from "../../../src/engine";
import { synthesize } from "../../support/synth";

const variables = (build: Parameters<typeof synthesize>[0]) =>
  synthesize(build).config.variable as Record<string, Json>;

describe("inputs", () => {
  test("are required, described and validated", () => {
    expect(
      variables((stack) => {
        Input.string(stack, "image_tag", {
          description: "Version",
          example: "v1",
          matches: '^v\\d"$',
          allowed: "Must be v1.",
        });
      }),
    ).toEqual({
      image_tag: {
        "//": { metadata: { path: "shop-test/image_tag", uniqueId: "image_tag" } },
        type: "string",
        description: "Version",
        nullable: false,
        validation: [
          { condition: '${can(regex("^v\\\\d\\"$", var.image_tag))}', error_message: "Must be v1." },
        ],
      },
    });
  });

  test("are numbers within limits, with a default where one makes sense", () => {
    expect(
      variables((stack) => {
        Input.number(stack, "days", { description: "Days", example: 7, default: 30, min: 1, max: 90 });
      }).days,
    ).toMatchObject({
      type: "number",
      default: 30,
      validation: [
        { condition: "${var.days >= 1}", error_message: "Must be at least 1." },
        { condition: "${var.days <= 90}", error_message: "Must be at most 90." },
      ],
    });
  });

  test("are lists whose items are checked", () => {
    expect(
      variables((stack) => {
        const each = { matches: "@", allowed: "Must be e-mail addresses." };
        const emails = Input.list(stack, "emails", {
          description: "Addresses",
          example: ["a@b.example"],
          each,
        });
        new Output(stack, "all", emails, { description: "All" });
      }).emails,
    ).toMatchObject({
      type: "list(string)",
      validation: [
        { condition: "${length(var.emails) >= 1}", error_message: "Must have at least 1." },
        {
          condition: '${alltrue([for item in var.emails : can(regex("@", item))])}',
          error_message: "Must be e-mail addresses.",
        },
      ],
    });
  });

  test("are objects with a rule for each field, and a reference to each", () => {
    const { config } = synthesize((stack) => {
      const contact = Input.object(stack, "contact", {
        description: "Contact",
        example: { name: "Ann", email: "a@b.example" },
        fields: {
          name: { matches: ".", allowed: "Must be a name." },
          email: { matches: "@", allowed: "Must be an e-mail address." },
        },
      });
      new Output(stack, "email", contact.email, { description: "E-mail" });
    });
    expect(config).toMatchObject({
      variable: {
        contact: {
          type: "object({name=string,email=string})",
          validation: [
            { condition: '${can(regex(".", var.contact.name))}' },
            { condition: '${can(regex("@", var.contact.email))}' },
          ],
        },
      },
      output: { email: { value: "${var.contact.email}" } },
    });
  });

  test("stand anywhere, and check the variable they are", () => {
    const found = variables((stack) => {
      const scope = new Construct(stack, "billing");
      const rule = { matches: "^x$", allowed: "Must be x." };
      const value = Input.string(scope, "account", { description: "Account", example: "x", ...rule });
      new Output(stack, "value", value, { description: "Value" });
    });
    expect(found.billing_account).toMatchObject({
      validation: [{ condition: '${can(regex("^x$", var.billing_account))}' }],
    });
  });
});
