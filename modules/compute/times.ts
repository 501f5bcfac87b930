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

function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
