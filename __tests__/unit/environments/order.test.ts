import { describe, expect, test } from "vitest";
import { Graph } from "../../support/graph";
import { tooEarly } from "../../support/order";
import { app } from "../../support/synth";
import { stacks } from "../../support/takeoff";
import { Twice } from "../../support/twice";

const twice = app();
new Twice(twice);
const all = [
  ...[...stacks].map(([name, config]) => [name, new Graph(config)] as const),
  ...twice.resolveStacks().map(({ stack, config }) => [stack.node.id, new Graph(config)] as const),
];

describe("first apply", () => {
  test.each(all)("%s makes nothing before what it needs", (_, graph) => {
    expect(tooEarly(graph)).toEqual([]);
  });
});
