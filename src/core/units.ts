import type { IConstruct } from "constructs";
import { report } from "../engine";

/** A length of time, as one reads it: `"30 days"`, `"1 minute"`. Positive, and a whole number of seconds. */
export type Duration = `${number} ${"second" | "minute" | "hour" | "day"}${"" | "s"}`;

/** An amount of memory or storage in powers of 1024, the units AWS means: `"512 MiB"`, `"100 GiB"`. */
export type Size = `${number} ${"MiB" | "GiB" | "TiB"}`;

/** Retention periods that CloudWatch Logs accepts. */
export type LogRetention =
  `${1 | 3 | 5 | 7 | 14 | 30 | 60 | 90 | 120 | 150 | 180 | 365 | 400 | 545 | 731 | 1096 | 1827 | 2192 | 2557 | 2922 | 3288 | 3653} days`;

/** Shortest and longest value that AWS takes. */
export interface Between<T> {
  /** @default - the smallest unit */
  readonly min?: T;
  /** @default - no limit */
  readonly max?: T;
  /** What to do about a value that is not allowed. @default - an example */
  readonly fix?: string;
}

const SECONDS = { second: 1, minute: 60, hour: 3600, day: 86_400 };
const MEBIBYTES = { MiB: 1, GiB: 1024, TiB: 1024 * 1024 };

/** Whole seconds of a duration. What is not allowed is reported, and its lower limit taken instead. */
export function seconds(
  construct: IConstruct,
  prop: string,
  value: Duration,
  between: Between<Duration> = {},
): number {
  return amount(construct, prop, value, between, { table: SECONDS, unit: 1, example: "30 seconds" });
}

/** Whole minutes of a duration, reported as `seconds` does. */
export function minutes(
  construct: IConstruct,
  prop: string,
  value: Duration,
  between: Between<Duration> = {},
): number {
  return amount(construct, prop, value, between, { table: SECONDS, unit: 60, example: "5 minutes" });
}

/** Whole days of a duration, reported as `seconds` does. */
export function days(
  construct: IConstruct,
  prop: string,
  value: Duration,
  between: Between<Duration> = {},
): number {
  return amount(construct, prop, value, between, { table: SECONDS, unit: SECONDS.day, example: "30 days" });
}

/** Whole mebibytes, the unit of ECS, reported as `seconds` does. */
export function mebibytes(
  construct: IConstruct,
  prop: string,
  value: Size,
  between: Between<Size> = {},
): number {
  return amount(construct, prop, value, between, { table: MEBIBYTES, unit: 1, example: "512 MiB" });
}

/** Whole gibibytes, the unit of RDS, reported as `seconds` does. */
export function gibibytes(
  construct: IConstruct,
  prop: string,
  value: Size,
  between: Between<Size> = {},
): number {
  return amount(construct, prop, value, between, { table: MEBIBYTES, unit: 1024, example: "100 GiB" });
}

interface Scale {
  readonly table: Readonly<Record<string, number>>;
  /** How many of the table's smallest unit one of the wanted unit is. */
  readonly unit: number;
  readonly example: string;
}

function amount(
  construct: IConstruct,
  prop: string,
  given: string,
  { min, max, fix }: Between<string>,
  scale: Scale,
): number {
  const least = min === undefined ? 1 : (parse(min, scale) ?? 1);
  const most = max === undefined ? Number.POSITIVE_INFINITY : (parse(max, scale) ?? 1);
  const value = parse(given, scale);
  if (value !== undefined && Number.isInteger(value) && value >= least && value <= most) return value;
  const smallest = scale.example.replace(/^\d+ (\w+?)s?$/, (_, unit: string) => `1 ${unit}`);
  report(construct, {
    prop,
    value: given,
    allowed: max ? `"${min ?? smallest}" to "${max}"` : `at least "${min ?? smallest}"`,
    fix:
      (value !== undefined ? fix : undefined) ??
      `write a whole number and its unit, e.g. "${(value !== undefined && value > most ? max : undefined) ?? (min && max ? min : scale.example)}"`,
  });
  return least;
}

const AMOUNT = /^(\d+(?:\.\d+)?) ([A-Za-z]+?)s?$/;
const known = new Map<string, readonly [number, string]>();

/** Undefined for what is no number with a unit. The same few stand everywhere. */
function parse(text: string, { table, unit }: Scale): number | undefined {
  let parts = known.get(text);
  if (!parts) {
    const [, number, word = ""] = AMOUNT.exec(text) ?? [];
    parts = [Number(number), word];
    known.set(text, parts);
  }
  const factor = table[parts[1]];
  return factor === undefined ? undefined : (parts[0] * factor) / unit;
}
