import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { production } from "../../environments/takeoff/production";
import { SLACK_PROGRAM } from "../../modules/monitoring";
import { emulatorEnv, type RunningEmulator, startEmulator, stopEmulator } from "../../src/cli/emulator";
import { CACHE } from "../../src/cli/paths";
import { workFolder } from "../support/cli";
import { app } from "../support/synth";

// Programs that stand in the configuration run here as they do in AWS: with Python, against Secrets Manager.
const folder = workFolder();
const PATH = `${path.join(CACHE, "python/bin")}:${process.env.PATH}`;
let emulator: RunningEmulator;

beforeAll(async () => {
  emulator = await startEmulator({ buckets: [], tables: [] }, path.join(folder, "emulator.log"));
});
afterAll(() => {
  stopEmulator(emulator);
  fs.rmSync(folder, { recursive: true, force: true });
});

test("the Slack function fetches the webhook's address and sends a text per alarm", async () => {
  const received: unknown[] = [];
  const slack = http.createServer((request, response) => {
    let body = "";
    request.on("data", (data: Buffer) => {
      body += data.toString();
    });
    request.on("end", () => {
      received.push(JSON.parse(body));
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => slack.listen(0, "127.0.0.1", resolve));
  const { port } = slack.address() as AddressInfo;
  fs.writeFileSync(path.join(folder, "index.py"), SLACK_PROGRAM);
  const alarm = {
    NewStateValue: "ALARM",
    AlarmName: "shop-production-api-cpu-utilization",
    AlarmDescription: "api: CPUUtilization above 85 % for 15 minutes\nImpact: slow\nAction: raise max",
    NewStateReason: "Threshold Crossed: 96 > 85 & rising",
  };
  const messages = [
    JSON.stringify(alarm),
    JSON.stringify({ ...alarm, NewStateValue: "OK" }),
    JSON.stringify({ ...alarm, AlarmDescription: null }),
    "plain words",
    '{"json": "of another kind"}',
  ];
  const run = [
    "import boto3, json, os, index",
    // The function runs in another region than the secret is in.
    "secrets = boto3.client('secretsmanager', region_name='eu-west-1')",
    `arn = secrets.create_secret(Name='w', SecretString='http://127.0.0.1:${port}/hook')['ARN']`,
    "os.environ['WEBHOOK_SECRET_ARN'] = arn",
    `messages = json.loads(${JSON.stringify(JSON.stringify(messages))})`,
    "index.handler({'Records': [{'Sns': {'Message': message}} for message in messages]}, None)",
  ].join("\n");
  const env = {
    ...process.env,
    ...emulatorEnv(emulator),
    PATH,
    AWS_DEFAULT_REGION: "us-east-1",
  } as NodeJS.ProcessEnv;
  const child = spawn("python", ["-c", run], { cwd: folder, env, stdio: "inherit" });
  const code = await new Promise((resolve) => child.on("close", resolve));
  slack.close();
  expect(code).toBe(0);
  expect(received).toEqual([
    {
      text: "ALARM: shop-production-api-cpu-utilization\napi: CPUUtilization above 85 % for 15 minutes\nImpact: slow\nAction: raise max\nThreshold Crossed: 96 &gt; 85 &amp; rising",
    },
    { text: "OK: shop-production-api-cpu-utilization\nThreshold Crossed: 96 &gt; 85 &amp; rising" },
    { text: "ALARM: shop-production-api-cpu-utilization\nThreshold Crossed: 96 &gt; 85 &amp; rising" },
    { text: "plain words" },
    { text: '{"json": "of another kind"}' },
  ]);
});

test.each([
  ["simple", "postgresql://takeoff_admin:simple@db.internal:5432/takeoff?sslmode=require"],
  [
    "a:b/c@d?e#f %$\"'`!",
    "postgresql://takeoff_admin:a%3Ab%2Fc%40d%3Fe%23f%20%25%24%22%27%60%21@db.internal:5432/takeoff?sslmode=require",
  ],
])("the entry point makes a URL of the password %s, and becomes the command", (password, url) => {
  const landform = app();
  production(landform);
  const resources = landform.resolveStacks()[0]?.config.resource as Record<
    string,
    Record<string, { container_definitions: string }>
  >;
  const text = resources.aws_ecs_task_definition?.migrations?.container_definitions ?? "[]";
  const [{ entryPoint }] = JSON.parse(text) as [{ entryPoint: [string, ...string[]] }];
  const [shell, ...args] = entryPoint;
  const env = {
    PATH,
    DB_USERNAME: "takeoff_admin",
    DB_PASSWORD: password,
    DB_HOST: "db.internal",
    DB_PORT: "5432",
    DB_NAME: "takeoff",
  } as unknown as NodeJS.ProcessEnv;
  const printed = execFileSync(shell, [...args, "printenv", "DATABASE_URL"], { encoding: "utf8", env });
  expect(printed.trim()).toBe(url);
});
