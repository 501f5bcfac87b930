import type { IConstruct } from "constructs";
import { Netmask } from "netmask";
import { isToken, report } from "../engine";

/** What a text has to look like. */
export interface Format {
  readonly pattern: RegExp;
  /** What is allowed, as a phrase. */
  readonly allowed: string;
  /** What to do, as an imperative. */
  readonly fix: string;
}

/** Texts whose form AWS prescribes. */
export const FORMATS = {
  email: {
    pattern: /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/,
    allowed: "an e-mail address",
    fix: "write for example alerts@example.com",
  },
  host: {
    pattern:
      /^(?:\*\.)?(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i,
    allowed: "a full domain name",
    fix: "write for example api.example.com, without scheme, port or path",
  },
  path: {
    pattern: /^\/[!-~]{0,1023}$/,
    allowed: "a path that begins with /",
    fix: 'write for example "/health"',
  },
  arn: {
    pattern: /^arn:aws[\w-]*:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12}|aws)?:.+$/,
    allowed: "an ARN",
    fix: "copy it from the AWS console: arn:aws:<service>:<region>:<account>:<resource>",
  },
  variable: {
    pattern: /^[A-Za-z_][\w.-]*$/,
    allowed: "a name of an environment variable: letters, digits, underscores, dots and hyphens",
    fix: "rename it, e.g. to LOG_LEVEL",
  },
  schedule: {
    pattern:
      /^(?:cron\(\S+ \S+ \S+ \S+ \S+ \S+\)|rate\((?:1 (?:minute|hour|day)|(?:[2-9]|[1-9]\d+) (?:minutes|hours|days))\)|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\))$/,
    allowed: "cron(…) with six fields, rate(…) or at(…)",
    fix: 'write for example "cron(0 3 * * ? *)", "rate(5 minutes)" or "at(2030-01-31T03:00:00)"',
  },
} as const satisfies Record<string, Format>;

/** Reports a text that does not have the form it must have. Tokens are known to Terraform only, and pass. @returns whether it has */
export function checkFormat(construct: IConstruct, prop: string, value: string, format: Format): boolean {
  if (isToken(value) || (typeof value === "string" && format.pattern.test(value))) return true;
  report(construct, { prop, value, allowed: format.allowed, fix: format.fix });
  return false;
}

/** Whole numbers that AWS takes. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Whether fractions are allowed. @default false */
  readonly fractions?: boolean;
  /** What it counts, e.g. "per cent". @default - nothing */
  readonly unit?: string;
  /** Whether an Input cannot be it, since it decides what there is or how it is called. @default false */
  readonly known?: boolean;
  /** @default - write a number in the range */
  readonly fix?: string;
}

/** Reports a number out of its range. @returns the number, for chaining */
export function checkNumber(construct: IConstruct, prop: string, value: number, range: NumberRange): number {
  const { min, max, fractions = false, unit } = range;
  if (isToken(value)) {
    if (range.known) {
      const fix = "write the number, or make it a choice of the environment";
      report(construct, { prop, value: "an Input", allowed: "a number that is known at synthesis", fix });
    }
    return value;
  }
  if (value >= min && value <= max && (fractions || Number.isInteger(value))) return value;
  report(construct, {
    prop,
    value: Number.isFinite(value) ? value : String(value),
    allowed: `${fractions ? "" : "a whole number from "}${min} to ${max}${unit ? ` ${unit}` : ""}`,
    fix: range.fix ?? `write for example ${value > max ? max : Math.min(Math.max(min, 1), max)}`,
  });
  return value;
}

/** Reports what is no TCP port. */
export function checkPort(construct: IConstruct, prop: string, value: number): number {
  return checkNumber(construct, prop, value, {
    min: 1,
    max: 65_535,
    known: true,
    fix: "write the port, e.g. 8080",
  });
}

/** Reports what is no IPv4 range, or one that starts inside itself. @returns whether it is one */
export function checkCidr(construct: IConstruct, prop: string, value: string): boolean {
  if (isToken(value)) return true;
  const start = rangeStart(value);
  if (start === value) return true;
  report(construct, {
    prop,
    value,
    allowed: "an IPv4 range such as 10.0.0.0/16",
    fix: start ? `write ${start}` : "write address and prefix length, e.g. 203.0.113.7/32",
  });
  return false;
}

/** The range a text lies in, from its first address; undefined when it is none. */
function rangeStart(text: string): string | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}$/.test(text)) return undefined;
  try {
    return new Netmask(text).toString();
  } catch {
    return undefined;
  }
}

/** Reports items that stand in a list more than once, by a word that tells them apart. */
export function checkUnique(construct: IConstruct, prop: string, words: readonly string[]): void {
  const twice = words.filter((word, index) => words.indexOf(word) !== index);
  if (twice.length === 0) return;
  report(construct, {
    prop,
    value: [...new Set(twice)],
    allowed: "each once",
    fix: "remove the duplicates",
  });
}

/** Minutes of a week, from Sunday. */
const DAY = 24 * 60;
const WEEK = 7 * DAY;
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const TIME = "([01]\\d|2[0-3]):([0-5]\\d)";
const DAILY = new RegExp(`^${TIME}-${TIME}$`);
const WEEKLY = new RegExp(`^(${DAYS.join("|")}):${TIME}-(${DAYS.join("|")}):${TIME}$`, "i");

interface Window {
  readonly start: number;
  readonly length: number;
}

/**
 * Reports a daily and a weekly window (UTC) that are no windows, are shorter than AWS takes, or overlap: it refuses a
 * maintenance window that meets the backups.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Window.html
 */
export function checkWindows(
  construct: IConstruct,
  daily: { readonly prop: string; readonly value: string; readonly minMinutes: number },
  weekly: { readonly prop: string; readonly value: string; readonly minMinutes: number },
): void {
  if (isToken(daily.value) || isToken(weekly.value)) return;
  const day = dailyWindow(daily.value);
  const week = weeklyWindow(weekly.value);
  const check = (given: typeof daily, window: Window | undefined, shape: string) => {
    if (window && window.length >= given.minMinutes) return;
    report(construct, {
      prop: given.prop,
      value: given.value,
      allowed: `${shape} (UTC), at least ${given.minMinutes} minutes`,
      fix: `write for example "${shape === "HH:MM-HH:MM" ? "03:00-04:00" : "sun:04:00-sun:05:00"}"`,
    });
  };
  check(daily, day, "HH:MM-HH:MM");
  check(weekly, week, "ddd:HH:MM-ddd:HH:MM");
  if (!day || !week || !meets(day, week)) return;
  report(construct, {
    prop: weekly.prop,
    value: weekly.value,
    allowed: `a window that does not overlap ${daily.prop} (${daily.value}, every day)`,
    fix: "move one of the two",
  });
}

function dailyWindow(text: string): Window | undefined {
  const [, ...parts] = DAILY.exec(text) ?? [];
  if (parts.length === 0) return undefined;
  const [fromHour, fromMinute, toHour, toMinute] = parts.map(Number) as [number, number, number, number];
  const start = fromHour * 60 + fromMinute;
  return { start, length: (toHour * 60 + toMinute - start + DAY) % DAY };
}

function weeklyWindow(text: string): Window | undefined {
  const match = WEEKLY.exec(text.toLowerCase());
  if (!match) return undefined;
  const [, fromDay = "", fromHour, fromMinute, toDay = "", toHour, toMinute] = match;
  const at = (day: string, hour: string | undefined, minute: string | undefined) =>
    DAYS.indexOf(day) * DAY + Number(hour) * 60 + Number(minute);
  const start = at(fromDay, fromHour, fromMinute);
  return { start, length: (at(toDay, toHour, toMinute) - start + WEEK) % WEEK };
}

/** Whether a daily window meets a weekly one on some day, over midnight and the end of the week too. */
function meets(daily: Window, weekly: Window): boolean {
  return [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8].some((day) => {
    const start = day * DAY + daily.start;
    return start < weekly.start + weekly.length && weekly.start < start + daily.length;
  });
}
