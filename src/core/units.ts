/** A length of time, as one reads it: `"30 days"`, `"1 minute"`. */
export type Duration = `${number} ${"second" | "minute" | "hour" | "day"}${"" | "s"}`;

/** An amount of memory or storage in powers of 1024, the units AWS means: `"512 MiB"`, `"100 GiB"`. */
export type Size = `${number} ${"MiB" | "GiB" | "TiB"}`;

/** Retention periods that CloudWatch Logs accepts. */
export type LogRetention =
  `${1 | 3 | 5 | 7 | 14 | 30 | 60 | 90 | 120 | 150 | 180 | 365 | 400 | 545 | 731 | 1827 | 3653} days`;

const SECONDS = { second: 1, minute: 60, hour: 3600, day: 86_400 };
const MEBIBYTES = { MiB: 1, GiB: 1024, TiB: 1024 * 1024 };

/** Whole seconds. @throws RangeError when the duration is no positive whole number of seconds */
export function seconds(duration: Duration): number {
  const [amount, unit] = split(duration);
  return whole(amount * SECONDS[unit.replace(/s$/, "") as keyof typeof SECONDS], duration, "seconds");
}

/** Whole days. @throws RangeError when the duration is no positive whole number of days */
export function days(duration: Duration): number {
  return whole(seconds(duration) / SECONDS.day, duration, "days");
}

/** Whole mebibytes, the unit of ECS. @throws RangeError when the size is no positive whole number of them */
export function mebibytes(size: Size): number {
  const [amount, unit] = split(size);
  return whole(amount * MEBIBYTES[unit as keyof typeof MEBIBYTES], size, "mebibytes");
}

/** Whole gibibytes, the unit of RDS. @throws RangeError when the size is no positive whole number of them */
export function gibibytes(size: Size): number {
  return whole(mebibytes(size) / MEBIBYTES.GiB, size, "gibibytes");
}

function split(text: string): [number, string] {
  const [amount, unit] = text.split(" ");
  return [Number(amount), unit ?? ""];
}

function whole(amount: number, given: string, unit: string): number {
  if (Number.isInteger(amount) && amount > 0) return amount;
  throw new RangeError(
    `"${given}" is not a positive whole number of ${unit}: write for example "30 ${unit === "days" ? "days" : "minutes"}" or "2 GiB"`,
  );
}
