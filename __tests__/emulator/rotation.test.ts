import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { ROTATION_PROGRAM } from "../../modules/database";
import { CACHE, ROOT } from "../../src/cli/paths";
import { workFolder } from "../support/cli";

// The function runs here as it does in AWS, with Python, between services that do what a test wants of them.
const folder = workFolder();
fs.writeFileSync(path.join(folder, "index.py"), ROTATION_PROGRAM);
fs.copyFileSync(path.join(ROOT, "__tests__/support/boto3.py"), path.join(folder, "boto3.py"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const SETUP = `
import json, time, boto3, index
from boto3 import vault, rds

class Context:
    left = 900_000
    def get_remaining_time_in_millis(self):
        return self.left

context = Context()

def sleep(seconds):
    context.left -= seconds * 1000

time.sleep = sleep

def run(*steps, token="two"):
    for step in steps:
        index.handler({"Step": step + "Secret", "SecretId": "arn:secret", "ClientRequestToken": token}, context)

def error(*steps, token="two"):
    try:
        run(*steps, token=token)
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
`;

interface World {
  readonly answer: unknown;
  readonly stages: Readonly<Record<string, readonly string[]>>;
  readonly secret: Readonly<Record<string, string>>;
  readonly password: string;
  readonly told: number;
  /** Seconds that went by. */
  readonly waited: number;
}

/** What became of everything after some Python; `answer` is what it left under this name. */
function after(program: string): World {
  const report = `
current = vault.get_secret_value("arn:secret", "AWSCURRENT")["SecretString"]
print(json.dumps({"answer": answer, "stages": vault.stages, "secret": json.loads(current), "password": rds.password,
    "told": rds.told, "waited": 900 - context.left / 1000}))`;
  const PATH = `${path.join(CACHE, "python/bin")}:${process.env.PATH}`;
  const env = { ...process.env, PATH, INSTANCE: "shop-db" };
  const code = `${SETUP}\nanswer = None\n${program}\n${report}`;
  return JSON.parse(execFileSync("python3", ["-c", code], { cwd: folder, env, encoding: "utf8" }));
}

const ROTATED = { one: [], two: ["AWSPENDING", "AWSCURRENT"] };

test("four steps give the instance and the secret the same new password, and keep the other fields", () => {
  const { stages, secret, password, told } = after('run("create", "set", "test", "finish")');
  expect(stages).toEqual(ROTATED);
  expect(secret).toEqual({ username: "shop", password, host: "db.internal" });
  expect(password).toMatch(/^[A-Za-z0-9]{40}$/);
  expect(told).toBe(1);
});

test("a step that comes again changes nothing twice", () => {
  const { stages, secret, password } = after(
    'run("create", "create", "set", "set", "test", "test", "finish", "finish", "create", "set")',
  );
  expect(stages).toEqual(ROTATED);
  expect(secret.password).toBe(password);
});

test("whoever reads the secret before the end gets the old password", () => {
  const { secret, stages, password } = after('run("create", "set", "test")');
  expect(secret.password).toBe("old");
  expect(stages).toEqual({ one: ["AWSCURRENT"], two: ["AWSPENDING"] });
  expect(password).not.toBe("old");
});

test("what a rotation left half done is ended by the next with the password that the instance has", () => {
  const { secret, password, told } = after(
    'run("create", "set")\nanswer = rds.password\nrun("create", "set", "test", "finish")',
  );
  expect(secret.password).toBe(password);
  expect(told).toBe(2);
});

test("an instance that had another password than its secret has the secret's afterwards", () => {
  const { secret, password } = after('rds.password = "of nobody"\nrun("create", "set", "test", "finish")');
  expect(secret.password).toBe(password);
});

test("a busy instance is asked again until it takes the password", () => {
  const { secret, password, waited } = after('rds.refusals = 20\nrun("create", "set", "test", "finish")');
  expect(secret.password).toBe(password);
  expect(waited).toBeGreaterThan(100);
  expect(waited).toBeLessThan(200);
});

test("one that stays busy ends the step in time, and the next attempt goes on", () => {
  const { answer, secret, password } = after(
    [
      "rds.refusals = 1000",
      'run("create")',
      'answer = [error("set"), context.left, list(vault.stages["one"])]',
      "rds.refusals, context.left = 0, 900_000",
      'run("set", "test", "finish")',
    ].join("\n"),
  );
  expect(answer).toEqual([
    "TimeoutError: shop-db is busy: the next attempt goes on from here",
    expect.any(Number),
    ["AWSCURRENT"],
  ]);
  expect((answer as [string, number])[1]).toBeGreaterThan(0);
  expect(secret.password).toBe(password);
});

test("a password that does not come to hold is no success", () => {
  const { answer, secret } = after('rds.delay = 10_000\nrun("create")\nanswer = error("set")');
  expect(answer).toMatch(/^TimeoutError/);
  expect(secret.password).toBe("old");
});

test.each([
  [
    "a version that is not pending",
    "",
    'error("set", token="three")',
    "ValueError: version three of arn:secret is not pending",
  ],
  [
    "a version without labels",
    'vault.stages["two"] = []',
    'error("create")',
    "ValueError: version two of arn:secret is not pending",
  ],
  ["a step that there is not", "", 'error("undo")', "ValueError: there is no step undoSecret"],
])("%s is refused", (_, before, call, message) => {
  const { answer, password, stages } = after(`${before}\nanswer = ${call}`);
  expect(answer).toBe(message);
  expect(password).toBe("old");
  expect(stages.one).toEqual(["AWSCURRENT"]);
});

test("the test of a schedule that is new passes, and changes nothing", () => {
  const { answer, told } = after('answer = error("test")');
  expect(answer).toBeNull();
  expect(told).toBe(0);
});
