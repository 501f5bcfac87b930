import { Redis, type RedisProps } from "../../modules/cache";
import {
  type CapacityMix,
  Cluster,
  LoadBalancer,
  QueueDepth,
  RestartOnRotation,
  Service,
  type ServiceProps,
  Task,
} from "../../modules/compute";
import { Postgres, type PostgresProps } from "../../modules/database";
import { AliasRecord } from "../../modules/edge";
import { AlertTopic, ServiceMonitoring, SlackNotifier } from "../../modules/monitoring";
import { Network, type NetworkProps, SecurityGroup } from "../../modules/networking";
import { EncryptionKey, managedRules, rateLimit, WebAcl } from "../../modules/security";
import { Bucket, BucketUser, LogBucket, Table } from "../../modules/storage";
import { type Environment, PlatformStack } from "../../src/core";
import type { Landform } from "../../src/engine";
import { API_PORT, backend } from "./backend";
import { inputs } from "./inputs";
import { addOutputs } from "./outputs";

/** Where programs say whether they work; the load balancer and ECS ask the same question. */
const HEALTH_PATH = "/health";

/** How big a service is and how many of it run. */
interface ScaledSize extends Pick<ServiceProps, "size"> {
  readonly count: { readonly min: number; readonly max: number };
}

/** What differs between takeoff's environments. */
export interface TakeoffChoices extends Pick<NetworkProps, "cidr" | "zones" | "nat"> {
  /** Names under which the platform is reached. */
  readonly hosts: { readonly app: string; readonly api: string };
  readonly database: Pick<PostgresProps, "instanceClass" | "storage" | "replicas">;
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

    const database = new Postgres(this, "database", {
      ...choices.database,
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
    // Celery's queue: what does not fit must be refused, not forgotten.
    const cache = new Redis(this, "cache", { ...choices.cache, network, key, evictionPolicy: "noeviction" });

    const uploads = new Bucket(this, "uploads", { name: "uploads", key, accessLogs: logs });
    const uploader = new BucketUser(this, "uploader", { name: "uploads", key });
    uploads.grantReadWrite(uploader);
    const backups = new Bucket(this, "backups", {
      name: "backups",
      key,
      accessLogs: logs,
      lifecycle: [{ id: "retention", expiration: "30 days" }],
    });
    const backupMetadata = new Table(this, "backup_metadata", {
      name: "backup-metadata",
      hashKey: "backup_id",
      key,
    });

    const webAcl = new WebAcl(this, "waf", {
      key,
      rules: [
        rateLimit(this, 2000),
        managedRules("AWSManagedRulesCommonRuleSet", ["SizeRestrictions_BODY"]),
        managedRules("AWSManagedRulesSQLiRuleSet"),
        managedRules("AWSManagedRulesKnownBadInputsRuleSet"),
      ],
    });
    const loadBalancer = new LoadBalancer(this, "load_balancer", {
      network,
      webAcl,
      certificateArn: given.certificateArn,
      accessLogs: logs,
      idleTimeout: "1 hour",
    });

    const cluster = new Cluster(this, "cluster", { network, key });
    const securityGroup = new SecurityGroup(this, "ecs", {
      network,
      name: "ecs-sg",
      description: "Tasks",
      egress: true,
    });
    const common = { cluster, securityGroup };
    const program = backend({ stack: this, database, cache, uploads, uploader, given });

    const api = new Service(this, "api", {
      ...common,
      ...program.api,
      image: image("api"),
      size: choices.api.size,
      count: { ...choices.api.count, cpu: 70, memory: 80 },
      port: API_PORT,
      health: { command: `curl -f http://localhost:${API_PORT}${HEALTH_PATH} || exit 1` },
    });
    const queue = new QueueDepth(this, "queue", {
      ...common,
      cache,
      image: image("worker"),
      queue: "celery",
    });
    const worker = new Service(this, "worker", {
      ...common,
      ...program.worker,
      image: image("worker"),
      size: choices.worker.size,
      spot: choices.worker.spot,
      count: { ...choices.worker.count, queue: { depth: queue.depth, target: 100 } },
      rollout: { min: 50, max: 200 },
      // Spot capacity is taken back with two minutes' notice: a task may use all of it to finish.
      stopTimeout: "2 minutes",
    });
    const beat = new Service(this, "beat", {
      ...common,
      ...program.beat,
      image: image("worker"),
      size: { cpu: 512, memory: "1 GiB" },
      count: 1,
      singleton: true,
    });
    const frontend = new Service(this, "frontend", {
      ...common,
      ...choices.frontend,
      image: image("frontend"),
      port: 8080,
    });
    const migrations = new Task(this, "migrations", {
      ...common,
      ...program.migrations,
      image: image("api"),
      size: { cpu: 512, memory: "1 GiB" },
    });
    for (const client of [api, worker, beat, migrations]) client.connectTo(database);
    for (const client of [api, worker, beat]) client.connectTo(cache);

    // Prometheus reads /metrics inside the network; the document's rule showed it to everybody.
    loadBalancer.refuse("metrics", { paths: ["/metrics", "/metrics/*"], priority: 90 });
    loadBalancer.route(api, {
      hosts: [choices.hosts.app, choices.hosts.api],
      paths: ["/api/*", HEALTH_PATH, "/ws/*"],
      health: { path: HEALTH_PATH, healthy: 3, unhealthy: 3, timeout: "10 seconds" },
    });
    loadBalancer.route(api, { name: "api_host", hosts: [choices.hosts.api] });
    loadBalancer.routeRest(frontend, { health: { path: HEALTH_PATH } });
    for (const [id, host] of Object.entries(choices.hosts)) {
      new AliasRecord(this, `${id}_host`, {
        hostedZoneId: given.route53ZoneId,
        host,
        target: loadBalancer,
      });
    }

    new RestartOnRotation(this, "rotation", { secretArn: database.secretArn, services: [api, worker, beat] });
    const alerts = new AlertTopic(this, "alerts", { key, email: given.alertEmail });
    new SlackNotifier(this, "slack", {
      topic: alerts,
      webhookSecretArn: given.slackWebhookSecretArn,
      key,
    });
    new ServiceMonitoring(this, "monitoring", {
      alertsTo: alerts,
      watch: [loadBalancer, api, worker, queue, beat, frontend, database, cache],
    });
    addOutputs(this, {
      hosts: choices.hosts,
      network,
      key,
      database,
      uploader,
      backups,
      backupMetadata,
      webAcl,
      loadBalancer,
      cluster,
      securityGroup,
      cache,
      api,
      worker,
      beat,
      frontend,
      migrations,
      alerts,
    });
  }
}
