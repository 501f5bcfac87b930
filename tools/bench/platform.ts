import { Cluster, Service } from "../../modules/compute";
import { Postgres } from "../../modules/database";
import { managedRules, rateLimit, WebAcl } from "../../modules/edge";
import { LoadBalancer } from "../../modules/load-balancing";
import { AlertTopic, Monitoring } from "../../modules/monitoring";
import { Network } from "../../modules/networking";
import { EncryptionKey } from "../../modules/security";
import { Bucket, LogBucket } from "../../modules/storage";
import { type Platform, PlatformStack } from "../../src/core";
import type { Landform } from "../../src/engine";

const platform: Platform = {
  name: "bench",
  terraformVersion: ">= 1.11.0",
  state: {
    bucket: "bench-state",
    table: "bench-locks",
    region: "us-east-1",
    encryptionKey: "alias/bench-state",
  },
};

const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/app:v1.0.0";

/**
 * What is measured: a platform of a hundred resources, as most are. It changes only when the measurement is meant to,
 * so that numbers of different days can be compared.
 */
export class BenchPlatform extends PlatformStack {
  constructor(app: Landform, index: number) {
    super(app, { platform, name: `n${index}`, tier: "staging", region: "us-east-1" });
    const key = new EncryptionKey(this, "key");
    const network = new Network(this, "network", {
      cidr: `10.${index}.0.0/16`,
      zones: ["a", "b"],
      nat: "single",
      key,
    });
    const logs = new LogBucket(this, "logs");
    const database = new Postgres(this, "database", {
      network,
      key,
      version: "15",
      instanceClass: "db.t4g.medium",
      storage: { initial: "50 GiB", max: "200 GiB" },
      databaseName: "app",
      masterUsername: "app",
      parameters: { log_statement: "ddl" },
    });
    const uploads = new Bucket(this, "uploads", { key, accessLogs: logs });
    const webAcl = new WebAcl(this, "waf", {
      key,
      rules: [rateLimit(2000), managedRules("AWSManagedRulesCommonRuleSet")],
    });
    const arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-4000-8000-000000000000";
    const edge = new LoadBalancer(this, "edge", {
      network,
      certificates: [{ arn }],
      accessLogs: logs,
      webAcl,
    });
    const cluster = new Cluster(this, "cluster", { network, key });
    const api = new Service(this, "api", {
      cluster,
      image,
      size: { cpu: 1024, memory: "2 GiB" },
      port: 8000,
      secrets: { DB_PASSWORD: database.password },
    });
    api.connectTo(database);
    uploads.grantReadWrite(api);
    const targets = edge.routeRest(api, { health: { path: "/health" } });
    api.autoScale({ min: 2, max: 10 }).onCpu(70).onMemory(80).onRequests(1000, targets);
    const alerts = new AlertTopic(this, "alerts", { key, emails: ["alerts@example.com"] });
    const monitoring = new Monitoring(this, "monitoring", { alerts });
    monitoring.watch(targets, targets.recommended);
    monitoring.watch(api, api.recommended);
    monitoring.watch(database, database.recommended);
  }
}
