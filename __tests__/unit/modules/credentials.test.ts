import { test } from "vitest";
import { Postgres } from "../../../modules/database";
import { parts } from "../../support/parts";
import { synthesize } from "../../support/synth";
test("x", () => {
  const { config } = synthesize((stack) => void new Postgres(stack, "database", { ...parts(stack), version: "16", instanceClass: "db.r6g.large", storage: { initial: "50 GiB", max: "200 GiB" }, databaseName: "shop", masterUsername: "shop_admin", replicas: { reports: {} } }));
  const r = config.resource as any;
  console.log(JSON.stringify({ e: config.ephemeral, s: r.aws_secretsmanager_secret, v: r.aws_secretsmanager_secret_version, i: r.aws_db_instance.database, rot: r.aws_secretsmanager_secret_rotation, p: r.aws_lambda_permission, f: r.aws_lambda_function, pol: r.aws_iam_role_policy }, null, 1));
});
