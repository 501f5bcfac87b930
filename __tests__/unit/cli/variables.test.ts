import { Construct } from "constructs";
import { describe, expect, test } from "vitest";
import { examplesOf, stackInfos, stateHomes } from "../../../src/cli/stacks";
import { exampleArgs, variableArgs } from "../../../src/cli/variables";
import { PlatformStack } from "../../../src/core";
import { Input } from "../../../src/engine";
import { app, production } from "../../support/synth";

const rule = { matches: "@", allowed: "Must be an address." };

/** A stack with an input of its own, and one in a module. */
function shop() {
  const landform = app();
  const stack = new PlatformStack(landform, production);
  Input.number(stack, "retention", { description: "Days to keep", example: 30, default: 7 });
  const mail = new Construct(stack, "mail");
  const example = ["a@example.com", "b@example.com"];
  Input.list(mail, "recipients", { description: "Who is told", example, each: rule });
  return { landform, stack };
}

describe("the variables of a stack", () => {
  test("are those of its modules too, by the names that Terraform knows, with examples of their types", () => {
    const { landform } = shop();
    expect(stackInfos(landform)[0]?.variables).toEqual([
      { name: "retention", type: "number", required: false, description: "Days to keep", example: 30 },
      {
        name: "mail_recipients",
        type: "list(string)",
        required: true,
        description: "Who is told",
        example: ["a@example.com", "b@example.com"],
      },
    ]);
    const { variable = {} } = landform.resolveStacks()[0]?.config ?? {};
    expect(Object.keys(variable as object)).toEqual(["retention", "mail_recipients"]);
  });

  test("take the caller's values after the examples", () => {
    const [info] = stackInfos(shop().landform);
    if (!info) throw new Error("no stack");
    expect(variableArgs({ var: ["retention=14"] }, info, [info], examplesOf(info))).toEqual([
      "-var=retention=30",
      '-var=mail_recipients=["a@example.com","b@example.com"]',
      "-var=retention=14",
    ]);
  });
});

test("examples are given to Terraform as texts, or as expressions of what is no text", () => {
  expect(
    exampleArgs({
      text: 'a "b" ${c}',
      number: 30,
      flag: false,
      list: ["a@example.com", "${b}"],
      object: { size: 1, names: ["x"] },
    }),
  ).toEqual([
    '-var=text=a "b" ${c}',
    "-var=number=30",
    "-var=flag=false",
    '-var=list=["a@example.com","$${b}"]',
    '-var=object={"size":1,"names":["x"]}',
  ]);
});

test("a stack is a home of state when it says so", () => {
  const { landform, stack } = shop();
  expect(stateHomes(landform)).toEqual(new Set());
  stack.keepsState = true;
  expect(stateHomes(landform)).toEqual(new Set(["shop-live"]));
});
