import { execFileSync } from "node:child_process";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Cluster, Service, Task } from "../../modules/compute";
import { existingSecret } from "../../modules/security";
import { emulatorEnv } from "../../src/cli/emulator";
import { CACHE } from "../../src/cli/paths";
import type { StackInfo } from "../../src/cli/stacks";
import { PlatformStack } from "../../src/core";
import { type Landform, Output } from "../../src/engine";
import { parts } from "../support/parts";

import { type Bench, bench, succeeded } from "../support/terraform";
import { environment, TWICE_STATE } from "../support/twice";

// The order of a release: migrations run in the new image while services still run the old one.
const LICENSE = "arn:aws:secretsmanager:us-east-1:123456789012:secret:license-AbCdEf";
const MIGRATIONS = "aws_ecs_task_definition.migrations";
let place: Bench;
let stack: StackInfo;

/** A service and its migrations, in the images of a release. From v1.1.0 on, migrations want a secret. */
const shop = (tag: string) => (app: Landform) => {
  const made = new PlatformStack(app, environment);
  const { key, network } = parts(made);
  const cluster = new Cluster(made, "cluster", { network, key });
  const image = `123456789012.dkr.ecr.us-east-1.amazonaws.com/shop:${tag}`;
  const size = { cpu: 256, memory: "512 MiB" } as const;
  new Service(made, "api", { cluster, image, size, count: 1 });
  const migrations = new Task(made, "migrations", {
    cluster,
    image,
    size,
    command: ["migrate"],
    ...(tag === "v1.0.0" ? {} : { secrets: { LICENSE: existingSecret(LICENSE) } }),
  });
  new Output(made, "migrations_task_definition", migrations.arn, { description: "What a release runs" });
};

/** What AWS answers. */
function aws<T>(program: string): T {
  const python = path.join(CACHE, "python/bin/python");
  const code = [
    "import boto3, json",
    "ecs, iam = (boto3.client(name, region_name='us-east-1') for name in ('ecs', 'iam'))",
    "revision = lambda name: ecs.describe_task_definition(taskDefinition=name)['taskDefinition']",
    `print(json.dumps(${program}))`,
  ].join("\n");
  const env = { ...process.env, ...emulatorEnv(place.emulator) } as NodeJS.ProcessEnv;
  return JSON.parse(execFileSync(python, ["-c", code], { encoding: "utf8", env })) as T;
}

const serviceRuns = () =>
  aws<string>(
    "ecs.describe_services(cluster='twice-test-cluster', services=['twice-test-api'])['services'][0]['taskDefinition']",
  ).replace(/^.*\//, "");
const imageOf = (revision: string) =>
  aws<string>(`revision(${JSON.stringify(revision)})['containerDefinitions'][0]['image']`).replace(
    /^.*:/,
    "",
  );
const migrations = async () =>
  succeeded(await place.read(stack, "output", "-raw", "migrations_task_definition")).trim();

beforeAll(async () => {
  place = await bench(TWICE_STATE);
  [stack] = place.write(shop("v1.0.0")) as [StackInfo];
  await place.init(stack);
  succeeded(await place.run(stack, "apply", "-auto-approve"));
});
afterAll(() => place.close());

test("the revision of the new image is there before any service changes, and is what the output names", async () => {
  const before = await migrations();
  expect(imageOf(before)).toBe("v1.0.0");
  place.write(shop("v1.1.0"));
  succeeded(await place.run(stack, "apply", "-auto-approve", `-target=${MIGRATIONS}`));
  const after = await migrations();
  expect([before, after].map((arn) => arn.replace(/^.*\//, ""))).toEqual([
    "twice-test-migrations:1",
    "twice-test-migrations:2",
  ]);
  expect(imageOf(after)).toBe("v1.1.0");
  // A task without the right to its secret would not start.
  expect(aws("iam.list_role_policies(RoleName='twice-test-migrations-execution')['PolicyNames']")).toEqual([
    "secrets-access",
  ]);
  expect(serviceRuns()).toBe("twice-test-api:1");
});

test("the apply that releases makes no further revision of the migrations", async () => {
  const ran = await migrations();
  succeeded(await place.run(stack, "apply", "-auto-approve"));
  expect(await migrations()).toBe(ran);
  expect(serviceRuns()).toBe("twice-test-api:2");
  expect(imageOf("twice-test-api:2")).toBe("v1.1.0");
  const { code, output } = await place.run(stack, "plan", "-detailed-exitcode");
  expect(code, output).toBe(0);
});

test("an older revision can be gone back to, and applying the older image keeps it", async () => {
  const old = aws<string>(
    "ecs.update_service(cluster='twice-test-cluster', service='twice-test-api', taskDefinition='twice-test-api:1')['service']['taskDefinition']",
  );
  expect(aws(`revision(${JSON.stringify(old)})['status']`)).toBe("ACTIVE");
  place.write(shop("v1.0.0"));
  succeeded(await place.run(stack, "apply", "-auto-approve"));
  expect(imageOf(serviceRuns())).toBe("v1.0.0");
});

test("a destroy leaves the revisions, and nothing else", async () => {
  succeeded(await place.run(stack, "destroy", "-auto-approve"));
  expect(succeeded(await place.read(stack, "state", "list")).trim()).toBe("");
  expect(aws("ecs.list_task_definitions(status='ACTIVE')['taskDefinitionArns']")).toHaveLength(6);
});
