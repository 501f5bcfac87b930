import { Construct } from "constructs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { days, gibibytes, mebibytes, minutes, PlatformStack, seconds } from "../../../src/core";
import { problemsOf } from "../../../src/engine";
import { app, staging } from "../../support/synth";

const place = () => new Construct(new PlatformStack(app(), staging), "x");

test("durations", () => {
  const x = place();
  expect(seconds(x, "p", "1 minute")).toBe(60);
  expect(seconds(x, "p", "1.5 hours")).toBe(5400);
  expect(minutes(x, "p", "2 hours")).toBe(120);
  expect(days(x, "p", "48 hours")).toBe(2);
  expect(days(x, "p", "1 day")).toBe(1);
  expect(problemsOf(x)).toEqual([]);
});

test("sizes", () => {
  const x = place();
  expect(mebibytes(x, "p", "2 GiB")).toBe(2048);
  expect(mebibytes(x, "p", "512 MiB")).toBe(512);
  expect(mebibytes(x, "p", "1.5 GiB")).toBe(1536);
  expect(gibibytes(x, "p", "1 TiB")).toBe(1024);
  expect(problemsOf(x)).toEqual([]);
});

test("whole numbers of units survive", () => {
  const x = place();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (n) => {
      expect(seconds(x, "p", `${n} minutes`)).toBe(n * 60);
      expect(gibibytes(x, "p", `${n} GiB`)).toBe(n);
    }),
  );
});
