import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KEY_PROGRAM } from "../../modules/storage";
import { emulatorEnv, type RunningEmulator, startEmulator, stopEmulator } from "../../src/cli/emulator";
import { CACHE } from "../../src/cli/paths";
import { workFolder } from "../support/cli";

// The function runs here as it does in AWS: with Python, against IAM, STS and Secrets Manager.
const folder = workFolder();
let emulator: RunningEmulator;

beforeAll(async () => {
  fs.writeFileSync(path.join(folder, "index.py"), KEY_PROGRAM);
  emulator = await startEmulator({ buckets: [], tables: [] }, path.join(folder, "emulator.log"));
});
afterAll(() => {
  stopEmulator(emulator);
  fs.rmSync(folder, { recursive: true, force: true });
});

const SETUP = `
import json, boto3, index, sys

iam, vault = boto3.client("iam"), boto3.client("secretsmanager")
user = sys.argv[1]
iam.create_user(UserName=user)
secret = vault.create_secret(Name=user)["ARN"]

class Context:
    def get_remaining_time_in_millis(self):
        return 1000

def first():
    index.handler({"Step": "firstSecret", "SecretId": secret}, Context())

def current():
    return json.loads(vault.get_secret_value(SecretId=secret)["SecretString"])["access_key"]

def keys():
    return sorted(key["AccessKeyId"] for key in iam.list_access_keys(UserName=user)["AccessKeyMetadata"])
`;

/** What some Python leaves as `answer`. @param user of the test alone */
function after(user: string, program: string): unknown {
  const env = {
    ...process.env,
    ...emulatorEnv(emulator),
    PATH: `${path.join(CACHE, "python/bin")}:${process.env.PATH}`,
    AWS_DEFAULT_REGION: "us-east-1",
    USER_NAME: user,
  } as NodeJS.ProcessEnv;
  const code = `${SETUP}\n${program}\nprint(json.dumps(answer))`;
  return JSON.parse(execFileSync("python", ["-c", code, user], { cwd: folder, env, encoding: "utf8" }));
}

test("the first key is issued once, however often Terraform asks", () => {
  const program = "first()\none = current()\nfirst()\nanswer = [one == current(), keys() == [one]]";
  expect(after("first", program)).toEqual([true, true]);
});

test("rights that do not hold yet are waited for", () => {
  const program = `
from botocore.exceptions import ClientError
index.PAUSE = 0.01
real, refused = index.keys, []
def keys_later(iam):
    if len(refused) < 2:
        refused.append(1)
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "ListAccessKeys")
    return real(iam)
index.keys = keys_later
first()
answer = [len(refused), keys() == [current()]]`;
  expect(after("early", program)).toEqual([2, true]);
});

test("a user that was made anew gets a key of its own, in the place of one that is gone", () => {
  const program = `
first()
old = current()
iam.delete_access_key(UserName=user, AccessKeyId=old)
first()
answer = [old != current(), keys() == [current()]]`;
  expect(after("anew", program)).toEqual([true, true]);
});

test("a key that an interrupted attempt has left makes room for the first", () => {
  const program = `
for _ in range(2):
    iam.create_access_key(UserName=user)
first()
answer = keys() == [current()]`;
  expect(after("orphans", program)).toBe(true);
});
