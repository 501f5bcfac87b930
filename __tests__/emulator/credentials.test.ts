import { afterAll, beforeAll, expect, test } from "vitest";
import { Postgres } from "../../modules/database";
import type { StackInfo } from "../../src/cli/stacks";
import { type Environment, type Platform, PlatformStack } from "../../src/core";
import type { Landform } from "../../src/engine";
import { parts } from "../support/parts";
import { platform, staging } from "../support/synth";
import { type Bench, bench, succeeded } from "../support/terraform";

// Where the emulator has its state buckets.
const state: Platform["state"] = { ...platform.state, region: "us-east-1" };
const environment: Environment = { ...staging, platform: { ...platform, state } };

let place: Bench;
let stack: StackInfo;

/** A database with a replica. */
function shop(app: Landform): void {
  const stack = new PlatformStack(app, environment);
  new Postgres(stack, "database", {
    ...parts(stack),
    version: "16",
    instanceClass: "db.t4g.medium",
    storage: { initial: "20 GiB", max: "100 GiB" },
    databaseName: "shop",
    masterUsername: "shop_admin",
    replicas: { reports: {} },
  });
}

/** Calls a service of the emulator. */
async function call(service: string, headers: Record<string, string>, body: string): Promise<string> {
  const Authorization = `AWS4-HMAC-SHA256 Credential=test/20300101/eu-west-1/${service}/aws4_request`;
  const answer = await fetch(place.emulator.url, {
    method: "POST",
    headers: { ...headers, Authorization },
    body,
  });
  return answer.text();
}

const secrets = async (action: string, body: object): Promise<Record<string, string>> => {
  const headers = {
    "Content-Type": "application/x-amz-json-1.1",
    "X-Amz-Target": `secretsmanager.${action}`,
  };
  return JSON.parse(await call("secretsmanager", headers, JSON.stringify(body)));
};

const rds = (action: string, given: Record<string, string>) =>
  call(
    "rds",
    { "Content-Type": "application/x-www-form-urlencoded" },
    new URLSearchParams({ Action: action, Version: "2014-10-31", ...given }).toString(),
  );

const SecretId = "shop-test-database-password";
const current = async () =>
  JSON.parse((await secrets("GetSecretValue", { SecretId })).SecretString ?? "") as Record<string, unknown>;

beforeAll(async () => {
  place = await bench({ buckets: ["shop-state"], tables: ["shop-locks"] });
  [stack] = place.write(shop) as [StackInfo];
  await place.init(stack);
});
afterAll(() => place.close());

test("a database with a replica is applied, with a password that only its secret has", async () => {
  succeeded(await place.run(stack, "apply", "-auto-approve"));
  const secret = await current();
  expect(secret).toEqual({
    username: "shop_admin",
    password: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
    engine: "postgres",
    host: expect.stringContaining("shop-test-database."),
    port: 5432,
    database: "shop",
  });
  const pulled = succeeded(await place.read(stack, "state", "pull"));
  expect(pulled).toContain("password_wo_version");
  expect(pulled).not.toContain(secret.password);
  expect(await secrets("DescribeSecret", { SecretId })).toMatchObject({
    RotationEnabled: true,
    RotationRules: { AutomaticallyAfterDays: 30 },
  });
});

test("a second plan is empty, also after rotations", async () => {
  const plan = () => place.run(stack, "plan", "-detailed-exitcode");
  const first = await plan();
  expect(first.code, first.output).toBe(0);
  for (const password of ["second", "third"])
    await secrets("PutSecretValue", {
      SecretId,
      SecretString: JSON.stringify({ ...(await current()), password }),
      ClientRequestToken: password.padEnd(32, "-"),
    });
  const later = await plan();
  expect(later.code, later.output).toBe(0);
  expect(await current()).toMatchObject({ password: "third" });
});

test("a password that Terraform makes anew reaches secret and instance in one apply", async () => {
  const replaced = "-replace=aws_secretsmanager_secret_version.database_credentials_first";
  const output = succeeded(await place.run(stack, "apply", "-auto-approve", replaced));
  expect(output).toMatch(/aws_db_instance\.database: Modifications complete/);
  expect(await current()).toMatchObject({ password: expect.stringMatching(/^\w{40}$/), database: "shop" });
  const { code, output: text } = await place.run(stack, "plan", "-detailed-exitcode");
  expect(code, text).toBe(0);
});

test("RDS makes no replica of an instance whose password it manages", async () => {
  const size = { DBInstanceClass: "db.t4g.medium", AllocatedStorage: "20", Engine: "postgres" };
  const managed = { ...size, MasterUsername: "shop", ManageMasterUserPassword: "true" };
  const one = { DBInstanceIdentifier: "managed", ...managed };
  expect(await rds("CreateDBInstance", one)).toContain("<MasterUserSecret>");
  const copy = { DBInstanceIdentifier: "copy", SourceDBInstanceIdentifier: "managed" };
  expect(await rds("CreateDBInstanceReadReplica", copy)).toMatch(
    /InvalidParameterValue.*Creating read replicas for source instance with engine postgres where ManageMasterUserPassword is enabled is not supported/s,
  );
});

test("everything is destroyed", async () => {
  succeeded(await place.run(stack, "destroy", "-auto-approve"));
  expect(succeeded(await place.read(stack, "state", "list")).trim()).toBe("");
});
