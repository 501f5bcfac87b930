import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import tls from "node:tls";
import { afterAll, afterEach, expect, test } from "vitest";
import { QUEUE_DEPTH_PROGRAM } from "../../modules/compute";
import { CACHE } from "../../src/cli/paths";
import { workFolder } from "../support/cli";

// The program runs here as it does in its container: Python alone, against a Redis that speaks TLS and wants a token.
const folder = workFolder();
const PATH = `${path.join(CACHE, "python/bin")}:${process.env.PATH}`;
const key = path.join(folder, "key.pem");
const certificate = path.join(folder, "certificate.pem");
execFileSync(
  "openssl",
  `req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout ${key} -out ${certificate}`.split(
    " ",
  ),
  { stdio: "ignore" },
);

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** A Redis that knows AUTH and LLEN. @returns its port */
async function redis(lists: Readonly<Record<string, number>>): Promise<number> {
  let authenticated = false;
  const answer = ([command, word = ""]: readonly string[]) => {
    if (command === "AUTH") {
      authenticated = word === "token";
      return authenticated ? "+OK" : "-WRONGPASS invalid username-password pair";
    }
    if (!authenticated) return "-NOAUTH Authentication required.";
    const length = lists[word] ?? 0;
    return length < 0 ? "-WRONGTYPE Operation against a key holding the wrong kind of value" : `:${length}`;
  };
  const server = tls.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(certificate) });
  server.on("secureConnection", (socket) => {
    authenticated = false;
    socket.on("data", (data) => socket.write(`${answer(wordsOf(data))}\r\n`));
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  open.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** Words of one command: `*<words>`, then `$<bytes>` and the word itself, for each. */
function wordsOf(command: Buffer): string[] {
  const words: string[] = [];
  const line = (at: number) => command.indexOf("\r\n", at);
  let at = line(0) + 2;
  while (at < command.length) {
    const start = line(at) + 2;
    const bytes = Number(command.subarray(at + 1, start - 2).toString());
    words.push(command.subarray(start, start + bytes).toString());
    at = start + bytes + 2;
  }
  return words;
}

/** Starts the program. @returns its lines until it has printed as many, and how it ended when it was told to */
async function measure(port: number, queues: readonly string[], lines: number, token = "token") {
  const env = {
    PATH,
    SSL_CERT_FILE: certificate,
    CACHE_HOST: "localhost",
    CACHE_PORT: String(port),
    CACHE_TOKEN: token,
    QUEUES: JSON.stringify(queues),
    INTERVAL: "1",
  } as unknown as NodeJS.ProcessEnv;
  const child = spawn("python", ["-c", QUEUE_DEPTH_PROGRAM], { env });
  open.push(() => child.kill("SIGKILL"));
  let output = "";
  let errors = "";
  child.stderr.on("data", (data: Buffer) => {
    errors += data.toString();
  });
  await new Promise<void>((resolve) => {
    child.stdout.on("data", (data: Buffer) => {
      output += data.toString();
      if (output.split("\n").length > lines) resolve();
    });
    child.on("close", () => resolve());
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  child.kill("SIGTERM");
  const code = await ended;
  const printed = output.trim().split("\n");
  return { code, errors, printed: printed.map((text) => JSON.parse(text) as unknown) };
}

test("the program prints the length of each list and their sum, again and again, and ends when it is told to", async () => {
  const port = await redis({ high: 7, "größer als": 35 });
  const { code, errors, printed } = await measure(port, ["high", "größer als", "empty"], 8);
  const round = [
    { queue: "high", depth: 7 },
    { queue: "größer als", depth: 35 },
    { queue: "empty", depth: 0 },
    { total: 42 },
  ];
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  expect(printed).toEqual([...round, ...round]);
});

test.each([
  ["a token that is wrong", ["high"], "another", "AUTH: WRONGPASS invalid username-password pair"],
  [
    "a key that is no list",
    ["odd"],
    "token",
    "LLEN: WRONGTYPE Operation against a key holding the wrong kind of value",
  ],
])("%s is told, and measuring goes on without a total", async (_, queues, token, error) => {
  const port = await redis({ high: 7, odd: -1 });
  const { code, printed } = await measure(port, queues, 2, token);
  expect(code).toBe(0);
  expect(printed).toEqual([{ error }, { error }]);
});

test("a cache that cannot be reached is told", async () => {
  const port = await redis({});
  for (const close of open.splice(0)) close();
  expect((await measure(port, ["high"], 1)).printed).toEqual([
    { error: expect.stringContaining("Connection refused") },
  ]);
});
