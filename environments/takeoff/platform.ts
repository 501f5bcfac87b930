import { Redis, type RedisProps } from "../../modules/cache";
import {
  type CapacityMix,
  Cluster,
  QueueDepth,
  RestartOnRotation,
  Service,
  type ServiceProps,
  Task,
} from "../../modules/compute";
import { Postgres, type PostgresProps } from "../../modules/database";
import { AliasRecord, managedRules, rateLimit, WebAcl } from "../../modules/edge";
import { LoadBalancer } from "../../modules/load-balancing";
import { AlertTopic, Monitoring, SlackNotifier } from "../../modules/monitoring";
import { Network, type NetworkProps, SecurityGroup } from "../../modules/networking";
import { EncryptionKey } from "../../modules/security";
import { Bucket, BucketUser, LogBucket, Table } from "../../modules/storage";
import { type Environment, PlatformStack, type Region } from "../../src/core";
import type { Landform } from "../../src/engine";
import * as alarms from "./alarms";
import { API_PORT, backend } from "./backend";
import { inputs } from "./inputs";
import { addOutputs } from "./outputs";

/** Where programs say whether they work; the load balancer and ECS ask the same question. */
const HEALTH_PATH = "/health";

/** Where plans are uploaded, up to 500 MB each (001-035, 001-038). */
const UPLOAD_PATHS = ["/api/v1/projects/*/documents", "/api/v1/projects/*/documents/*"];

/** How big a service is and how many of it run. */
interface ScaledSize extends Pick<ServiceProps, "size"> {
  readonly limits: { readonly min: number; readonly max: number };
}

/** What differs between takeoff's environments. */
export interface TakeoffChoices extends Pick<NetworkProps, "cidr" | "zones" | "nat"> {
  /** Names under which the platform is reached. */
  readonly hosts: { readonly app: string; readonly api: string };
  /** Requests that one address may send in five minutes. */
  readonly rateLimit: number;
  readonly database: Pick<PostgresProps, "instanceClass" | "storage" | "replicas">;
  /** Region to which backups of the database are copied. @default - none */
  readonly recoveryRegion?: Region;
  readonly cache: Pick<RedisProps, "nodeType" | "nodes">;
  readonly api: ScaledSize;
  readonly worker: ScaledSize & { readonly spot: CapacityMix };
  readonly frontend: Pick<ServiceProps, "size" | "count">;
}

/** Construction takeoffs: an API and workers around PostgreSQL, Redis and S3, a frontend, one load balancer. */
export class Takeoff extends PlatformStack {
  constructor(app: Landform, environment: Environment, choices: TakeoffChoices) {
    super(app, environment);
    const given = inputs(this);
    const image = (component: string) => `${given.ecrRegistry}/takeoff-${component}:${given.imageTag}`;

    const key = new EncryptionKey(this, "key");
    const { cidr, zones, nat } = choices;
    const network = new Network(this, "network", { cidr, zones, nat, key });
    const logs = new LogBucket(this, "logs");

    const recovery = choices.recoveryRegion && this.inRegion(choices.recoveryRegion);
    const database = new Postgres(this, "db", {
      ...choices.database,
      ...(recovery ? { backupCopies: { key: new EncryptionKey(recovery, "key") } } : {}),
      network,
      key,
      version: "15",
      databaseName: "takeoff",
      masterUsername: "takeoff_admin",
      parameters: {
        log_statement: "ddl",
        log_min_duration_statement: "1000",
        shared_preload_libraries: "pg_stat_statements",
        "pg_stat_statements.track": "all",
      },
    });
    // Celery's queue: what does not fit must be refused, not forgotten. One shard, which Celery needs of a broker (Z-61).
    const cache = new Redis(this, "redis", { ...choices.cache, network, key, evictionPolicy: "noeviction" });

    const uploads = new Bucket(this, "uploads", { key, accessLogs: logs });
    const uploader = new BucketUser(this, "uploader", { name: "uploads", key, usableFrom: network });
    uploads.grantReadWrite(uploader);
    // Nothing expires by age: when backups stop, the last one must stay. The script that writes a backup removes the 31st
    // newest (001-127); what it removed, or somebody by mistake, can be brought back for as long again (Z-68).
    const backups = new Bucket(this, "backups", { key, accessLogs: logs, keepOldVersions: "30 days" });
    const backupMetadata = new Table(this, "backup-metadata", { partitionKey: "backup_id", key });

    const webAcl = new WebAcl(this, "waf", {
      key,
      rules: [
        rateLimit(choices.rateLimit, { metricName: "RateLimitRule" }),
        // Plans are large, and full of what looks like markup, paths and SQL: their bodies are let through where they are
        // uploaded, and nowhere else (Z-64).
        managedRules("AWSManagedRulesCommonRuleSet", {
          count: ["SizeRestrictions_BODY", "CrossSiteScripting_BODY", "GenericLFI_BODY"],
          onlyOn: UPLOAD_PATHS,
        }),
        managedRules("AWSManagedRulesSQLiRuleSet", { count: ["SQLi_BODY"], onlyOn: UPLOAD_PATHS }),
        managedRules("AWSManagedRulesKnownBadInputsRuleSet"),
      ],
    });
    const balancer = new LoadBalancer(this, "alb", {
      network,
      webAcl,
      certificates: [{ arn: given.certificateArn }],
      accessLogs: logs,
      idleTimeout: "1 hour",
    });

    const cluster = new Cluster(this, "cluster", { network, key });
    const securityGroup = new SecurityGroup(this, "ecs", {
      network,
      description: "Tasks",
      egress: "https",
    });
    const common = { cluster, securityGroup };
    const origin = `https://${choices.hosts.app}`;
    const program = backend({ stack: this, origin, database, cache, uploads, uploader, given });

    const api = new Service(this, "api", {
      ...common,
      ...program.api,
      image: image("api"),
      size: choices.api.size,
      port: API_PORT,
      health: { command: `curl -f http://localhost:${API_PORT}${HEALTH_PATH} || exit 1` },
      exec: true,
    });
    const worker = new Service(this, "worker", {
      ...common,
      ...program.worker,
      image: image("worker"),
      size: choices.worker.size,
      spot: choices.worker.spot,
      deployment: { kind: "rolling", minimumHealthyPercent: 50 },
      // Spot capacity is taken back with two minutes' notice: a task may use all of it to finish.
      stopTimeout: "2 minutes",
      exec: true,
    });
    const beat = new Service(this, "beat", {
      ...common,
      ...program.beat,
      image: image("worker"),
      size: { cpu: 512, memory: "1 GiB" },
      count: 1,
      // Two schedulers would start everything twice.
      deployment: { kind: "stop-first" },
      exec: true,
    });
    const frontend = new Service(this, "frontend", {
      ...common,
      ...choices.frontend,
      image: image("frontend"),
      port: 8080,
      exec: true,
    });
    const migrations = new Task(this, "migrations", {
      ...common,
      ...program.migrations,
      image: image("api"),
      size: { cpu: 512, memory: "1 GiB" },
    });
    // By role, for what can use one (001-067); what its document calls MINIO_… are keys for what cannot.
    for (const client of [api, worker]) uploads.grantReadWrite(client);
    for (const client of [api, worker, beat]) client.connectTo(database, cache);
    migrations.connectTo(database);

    // Prometheus reads /metrics inside the network; the document's rule showed it to everybody.
    balancer.refuse("metrics", { paths: ["/metrics", "/metrics/*"], priority: 90 });
    const apiTargets = balancer.route(api, {
      hosts: [choices.hosts.app, choices.hosts.api],
      paths: ["/api/*", HEALTH_PATH, "/ws/*"],
      priority: 100,
      // What the group is made with; tasks register with their own.
      port: 8000,
      health: { path: HEALTH_PATH, healthy: 3, unhealthy: 3, timeout: "10 seconds" },
    });
    balancer.route(apiTargets, { id: "host", hosts: [choices.hosts.api], priority: 110 });
    const frontendTargets = balancer.routeRest(frontend, { port: 8080, health: { path: HEALTH_PATH } });
    for (const [id, host] of Object.entries(choices.hosts)) {
      new AliasRecord(this, `${id}_host`, { hostedZoneId: given.route53ZoneId, host, target: balancer });
    }

    // Workers serve both queues: what counts is their sum (Z-62).
    const queue = new QueueDepth(this, "queue-depth", {
      ...common,
      cache,
      queues: ["celery", "document_processing"],
    });
    api.autoScale(choices.api.limits).onCpu(70).onMemory(80);
    worker.autoScale(choices.worker.limits).onMetric(queue.metrics.depth, 100, "queue");

    const restarts = new RestartOnRotation(this, "rotation", {
      key,
      secretArns: [database.secretArn, uploader.secret.arn],
      services: [api, worker, beat],
    });
    const alerts = new AlertTopic(this, "alerts", { key, emails: [given.alertEmail] });
    new SlackNotifier(this, "slack", {
      topics: [alerts],
      webhookSecretArn: given.slackWebhookSecretArn,
      key,
    });
    const monitoring = new Monitoring(this, "monitoring", { alerts });
    monitoring.show(balancer);
    for (const group of [apiTargets, frontendTargets]) monitoring.watch(group, alarms.targets);
    for (const service of [api, worker, beat, frontend]) monitoring.watch(service, alarms.services);
    monitoring.watch(queue, alarms.queue);
    monitoring.watch(database, alarms.database(database.recommended));
    monitoring.watch(uploader, uploader.recommended);
    monitoring.watch(restarts, restarts.recommended);
    for (const replica of Object.values(database.replicas))
      monitoring.watch(replica, alarms.replica(replica.recommended));
    monitoring.watch(cache, alarms.cache(cache.recommended));

    addOutputs(this, {
      hosts: choices.hosts,
      network,
      key,
      database,
      cache,
      uploader,
      storageEndpoint: program.storageEndpoint,
      backups,
      backupMetadata,
      webAcl,
      balancer,
      cluster,
      securityGroup,
      services: { api, worker, beat, frontend },
      migrations,
      alerts,
    });
  }
}
