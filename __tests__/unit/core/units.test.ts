import fc from "fast-check";
import { expect, test } from "vitest";
import { type Duration, days, gibibytes, mebibytes, type Size, seconds } from "../../../src/core";

test("durations", () => {
  expect(seconds("1 minute")).toBe(60);
  expect(seconds("1.5 hours")).toBe(5400);
  expect(days("48 hours")).toBe(2);
  expect(days("1 day")).toBe(1);
});

test("sizes", () => {
  expect(mebibytes("2 GiB")).toBe(2048);
  expect(mebibytes("512 MiB")).toBe(512);
  expect(gibibytes("1 TiB")).toBe(1024);
});

test("whole numbers of units survive", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), (n) => {
      expect(seconds(`${n} minutes`)).toBe(n * 60);
      expect(gibibytes(`${n} GiB`)).toBe(n);
    }),
  );
});

test.each<[() => number, string]>([
  [() => seconds("0 seconds"), '"0 seconds" is not a positive whole number of seconds'],
  [() => days("36 hours"), '"36 hours" is not a positive whole number of days: write for example "30 days"'],
  [() => mebibytes("0.3 MiB"), '"0.3 MiB" is not a positive whole number of mebibytes'],
  [() => gibibytes("512 MiB"), '"512 MiB" is not a positive whole number of gibibytes'],
  [() => seconds("soon" as Duration), '"soon" is not a positive whole number of seconds'],
  [() => mebibytes("much" as Size), '"much" is not a positive whole number of mebibytes'],
])("refuses what is none", (work, message) => {
  expect(work).toThrow(message);
});
