import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../../../src/cli/paths";
import { read } from "../../support/takeoff";

const { config, all } = read("takeoff-production");
const guide = fs.readFileSync(path.join(ROOT, "environments/takeoff/README.md"), "utf8");
const [, script = ""] = /## Release\n.*?```sh\ncd [^\n]+\n(.*?)```/s.exec(guide) ?? [];

/** Runs the guide's commands with a Terraform and an AWS that only say how they were called. @param status of the migrations */
function release(status: number): string[] {
  const stubs = `
terraform() {
  case "$1 $3" in
    "output private_subnet_ids") echo '["subnet-1","subnet-2"]' ;;
    output*) echo "the-$3" ;;
    *) echo "terraform $*" >&3 ;;
  esac
}
aws() {
  echo "aws $*" >&3
  case "$2" in run-task) echo the-task ;; describe-tasks) echo ${status} ;; esac
}
`;
  const run = `exec 3>&1\n${stubs}${script}true`;
  return execFileSync("bash", ["-c", run], { encoding: "utf8" }).trim().split("\n");
}

describe("a release, as the guide has it (Z-34)", () => {
  test("migrates in the new image's revision before anything is released", () => {
    const variables = "-var image_tag=v1.2.4 -var-file=production.tfvars";
    const network =
      '{"awsvpcConfiguration":{"subnets":["subnet-1","subnet-2"],"securityGroups":["the-ecs_security_group_id"]}}';
    expect(release(0)).toEqual([
      `terraform apply ${variables} -target=aws_ecs_task_definition.migrations`,
      `aws ecs run-task --cluster the-cluster_name --launch-type FARGATE --task-definition the-migrations_task_definition --network-configuration ${network} --query tasks[0].taskArn --output text`,
      "aws ecs wait tasks-stopped --cluster the-cluster_name --tasks the-task",
      "aws ecs describe-tasks --cluster the-cluster_name --tasks the-task --query tasks[0].containers[0].exitCode --output text",
      `terraform apply ${variables}`,
    ]);
  });

  test("is not applied when a migration fails", () => {
    expect(release(1).filter((call) => call.startsWith("terraform apply"))).toHaveLength(1);
  });

  test("asks for outputs, and for a resource, that there are", () => {
    const asked = [...script.matchAll(/terraform output -\w+ (\w+)/g)].map(([, name]) => name);
    expect(asked).toHaveLength(4);
    for (const name of asked) expect(config.output).toHaveProperty(String(name));
    expect(all("aws_ecs_task_definition")).toHaveProperty("migrations");
  });
});
