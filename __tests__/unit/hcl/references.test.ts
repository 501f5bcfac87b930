import { expect, test } from "vitest";
import { parseTemplate, referencesIn } from "../../../src/hcl";

test.each([
  ["plain text", []],
  ["${aws_vpc.main.id}", ["aws_vpc.main.id"]],
  ["a ${aws_vpc.main.id} b ${var.x}", ["aws_vpc.main.id", "var.x"]],
  ["$${escaped.value}", []],
  ['${replace(aws_vpc.a.id, "var.not", "${var.yes}")}', ["aws_vpc.a.id", "var.yes"]],
  ["${aws_subnet.a[0].id}", ["aws_subnet.a"]],
  ['${[for k, v in var.map : v.name if k != "x"]}', ["var.map"]],
  ["${{ for item in local.items : item.key => item }}", ["local.items"]],
  ["${true ? null : 1.5}", []],
  ["${HOME}", ["HOME"]],
  ['${{ name = var.a, "b" = data.aws_x.y.z }}', ["var.a", "data.aws_x.y.z"]],
  ['${one([for option in aws_acm.c.options : option.name if option.domain == "x"])}', ["aws_acm.c.options"]],
])("%s", (template, expected) => {
  expect(referencesIn(parseTemplate(template))).toEqual(expected);
});
