const QUIET_FOR_MS = 2000;
const REPEAT_MS = 10_000;

/** Says on standard error what takes longer than two seconds, every ten seconds that it still does, and how long it took. */
export async function progress<T>(what: string, work: Promise<T>): Promise<T> {
  const start = Date.now();
  const elapsed = () => `${Math.round((Date.now() - start) / 1000)} s`;
  let shown = false;
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const repeat = () => {
    say(shown ? `  ${what}: ${elapsed()}` : `${what} …`);
    shown = true;
    timer = setTimeout(repeat, REPEAT_MS);
  };
  let timer = setTimeout(repeat, QUIET_FOR_MS);
  try {
    const result = await work;
    if (shown) say(`${what}: done in ${elapsed()}`);
    return result;
  } finally {
    clearTimeout(timer);
  }
}
