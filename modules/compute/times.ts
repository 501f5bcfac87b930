import type { IConstruct } from "constructs";
import { checkFormat, FORMATS } from "../../src/core";
import { isToken, report } from "../../src/engine";

/** When something happens. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
export interface Time {
  /** `cron(0 3 * * ? *)` (minute, hour, day of month, month, day of week, year), `rate(5 minutes)` or `at(2030-01-31T03:00:00)`. */
  readonly at: string;
  /** IANA time zone, e.g. `Europe/Berlin`. @default "UTC" */
  readonly timezone?: string;
}

/** Reports times that AWS does not take. @param prefix of the props in messages */
export function checkTime(construct: IConstruct, prefix: string, { at, timezone }: Time): void {
  checkFormat(construct, `${prefix}at`, at, FORMATS.schedule);
  if (!isToken(at) && !hasRealFields(at)) {
    report(construct, {
      prop: `${prefix}at`,
      value: at,
      allowed: "minutes to 59, hours to 23, days to 31, months to 12, weekdays to 7, years from 1970 to 2199",
      fix: "correct the field that is beyond its range",
    });
  }
  const [, , day, , weekday] = /^cron\((.*)\)$/.exec(at)?.[1]?.split(" ") ?? [];
  if (!isToken(at) && day !== undefined && (day === "?") === (weekday === "?")) {
    report(construct, {
      prop: `${prefix}at`,
      value: at,
      allowed: "a question mark as day of month or as day of week, and not as both",
      fix: 'write for example "cron(0 3 * * ? *)"',
    });
  }
  if (timezone === undefined || isToken(timezone) || isZone(timezone)) return;
  report(construct, {
    prop: `${prefix}timezone`,
    value: timezone,
    allowed: "a time zone of the IANA database",
    fix: 'write for example "Europe/Berlin"',
  });
}

/** Lowest and highest number of each field of cron. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based */
const FIELDS = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [1, 7],
  [1970, 2199],
] as const;

function hasRealFields(at: string): boolean {
  const [, time] = /^at\((.*)\)$/.exec(at) ?? [];
  if (time !== undefined) return !Number.isNaN(Date.parse(`${time}Z`)) && isSame(time);
  const [, fields] = /^cron\((.*)\)$/.exec(at) ?? [];
  return (fields?.split(" ") ?? []).every((field, index) => {
    const [low, high] = FIELDS[index] ?? [0, 0];
    // Behind a slash stands a step.
    const numbers = field.replaceAll(/\/\d+/g, "").match(/\d+/g) ?? [];
    return numbers.every((number) => Number(number) >= low && Number(number) <= high);
  });
}

/** A day that a month does not have becomes another. */
function isSame(time: string): boolean {
  return new Date(`${time}Z`).toISOString().startsWith(time);
}

function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
