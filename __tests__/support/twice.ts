import { Redis } from "../../modules/cache";
import {
  Cluster,
  Namespace,
  QueueDepth,
  Registry,
  RestartOnRotation,
  Service,
  Task,
} from "../../modules/compute";
import { Postgres } from "../../modules/database";
import { AliasRecord, Certificate, LogDelivery, managedRules, rateLimit, WebAcl } from "../../modules/edge";
import { LoadBalancer } from "../../modules/load-balancing";
import { Queue, Topic } from "../../modules/messaging";
import { AlertTopic, LogMetric, Monitoring, SlackNotifier } from "../../modules/monitoring";
import { Network } from "../../modules/networking";
import { EncryptionKey, existingSecret, Parameter, Secret } from "../../modules/security";
import { Bucket, BucketUser, LogBucket, Table } from "../../modules/storage";
import { type Environment, type Platform, PlatformStack } from "../../src/core";
import { Input, type Landform } from "../../src/engine";

const twice: Platform = {
  name: "twice",
  terraformVersion: ">= 1.11.0",
  state: {
    bucket: "twice-state",
    table: "twice-locks",
    region: "us-east-1",
    encryptionKey: "alias/twice-state",
  },
};

/** The environment that is applied. */
export const environment: Environment = {
  platform: twice,
  name: "test",
  tier: "staging",
  region: "us-east-1",
};

/** Home of its state, for the emulator. */
export const TWICE_STATE = { buckets: [twice.state.bucket], tables: [twice.state.table] };

const REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com";
const PARTNER = "arn:aws:secretsmanager:us-east-1:123456789012:secret:partner-AbCdEf";
const SLACK = "arn:aws:secretsmanager:us-east-1:123456789012:secret:slack-AbCdEf";

/** Two of every module in one stack: whatever a module names, a second one must name otherwise. */
export class Twice extends PlatformStack {
  constructor(app: Landform) {
    super(app, environment);
    const hostedZoneId = Input.string(this, "zone_id", {
      description: "Hosted zone of example.com",
      example: "Z0123456789ABCDEFGHIJ",
      matches: "^Z[0-9A-Z]+$",
      allowed: "Must be the id of a hosted zone.",
    });
    const emails = ["one@example.com", "two@example.com"];

    const key = new EncryptionKey(this, "key");
    const dataKey = new EncryptionKey(this, "data-key");
    const west = this.inRegion("us-west-2");
    const westKey = new EncryptionKey(west, "key");
    westKey.grantDecrypt(new BucketUser(this, "reader", { key, usableFrom: "anywhere" }));

    const zones = ["a", "b"] as const;
    const network = new Network(this, "network", { cidr: "10.0.0.0/16", zones, nat: "single", key });
    new Network(this, "lab", {
      cidr: "10.1.0.0/16",
      zones,
      nat: "single",
      key,
      interfaceEndpoints: ["logs"],
    });

    const logs = new LogBucket(this, "logs");
    const archive = new LogBucket(this, "log-archive");
    const media = new Bucket(this, "media", { key, accessLogs: logs });
    const reports = new Bucket(this, "reports", { key: dataKey, accessLogs: archive });
    media.replicateTo(new Bucket(west, "media", { name: "media-copy", key: westKey }));
    const user = new BucketUser(this, "uploader", { key, usableFrom: network });
    media.grantReadWrite(user, "incoming/");
    const orders = new Table(this, "orders", {
      key,
      partitionKey: "customer",
      sortKey: "created",
      indexes: { status: { partitionKey: "status" } },
      timeToLive: "expires",
      stream: "new-and-old",
    });
    const carts = new Table(this, "carts", { key: dataKey, partitionKey: "id" });
    const mails = new Queue(this, "mails", { key });
    const imports = new Queue(this, "imports", { key: dataKey, fifo: true });
    const events = new Topic(this, "events", { key });
    const audits = new Topic(this, "audits", { key: dataKey });
    events.subscribeQueue(mails);

    const postgres = {
      network,
      key,
      version: "16",
      instanceClass: "db.t4g.medium",
      storage: { initial: "20 GiB", max: "100 GiB" },
      databaseName: "shop",
      masterUsername: "shop_admin",
    } as const;
    const database = new Postgres(this, "database", {
      ...postgres,
      replicas: { reports: { instanceClass: "db.t4g.large" } },
      backupCopies: { key: westKey },
    });
    const billing = new Postgres(this, "billing", postgres);
    const redis = { network, key, nodeType: "cache.t4g.small", nodes: 1 } as const;
    const cache = new Redis(this, "cache", { ...redis, evictionPolicy: "allkeys-lru" });
    const jobs = new Redis(this, "jobs", { ...redis, evictionPolicy: "noeviction" });

    const certificate = new Certificate(this, "certificate", { hostedZoneId, hosts: ["shop.example.com"] });
    const admin = new Certificate(this, "admin-certificate", { hostedZoneId, hosts: ["admin.example.com"] });
    const rules = [rateLimit(2000), managedRules("AWSManagedRulesCommonRuleSet")];
    const webAcl = new WebAcl(this, "waf", { key, rules });
    const logDelivery = new LogDelivery(this, "log-delivery");
    new WebAcl(this, "cdn-waf", { key, rules, logDelivery, scope: "cloudfront" });
    const edge = new LoadBalancer(this, "edge", {
      network,
      certificates: [certificate, admin],
      webAcl,
      accessLogs: logs,
    });
    const inside = new LoadBalancer(this, "inside", {
      network,
      exposure: "internal",
      plainHttp: "Traffic stays in the network, and its names have no certificate",
      webAcl,
      accessLogs: logs,
    });
    for (const host of ["shop", "admin"])
      new AliasRecord(this, `${host}-host`, { hostedZoneId, host: `${host}.example.com`, target: edge });

    const cluster = new Cluster(this, "cluster", { network, key });
    const batch = new Cluster(this, "batch", { network, key: dataKey });
    for (const id of ["web-images", "worker-images"]) new Registry(this, id, { key });
    const internal = new Namespace(this, "internal", { network, domain: "shop.internal" });
    new Namespace(this, "partners", { network, domain: "partners.internal" });
    const token = new Secret(this, "token", { key, description: "Token of sessions", generate: 64 });
    const signing = new Secret(this, "signing", {
      key: dataKey,
      description: "Signs sessions",
      generate: 64,
    });
    const features = new Parameter(this, "features", { value: "search" });
    new Parameter(this, "limits", { value: "100" });
    const image = `${REGISTRY}/web:v1.0.0`;
    const web = new Service(this, "web", {
      cluster,
      image,
      size: { cpu: 512, memory: "1 GiB" },
      architecture: "arm64",
      port: 8080,
      ports: [9090],
      scratch: ["/tmp"],
      environment: { CACHE_HOST: cache.host, ORDERS: orders.name },
      secrets: {
        PARTNER: existingSecret(PARTNER, { field: "token" }),
        TOKEN: token.whole,
        SIGNING: signing.whole,
        FEATURES: features,
        DB_PASSWORD: database.password,
        CACHE_URL: cache.url(),
      },
      sidecars: [{ name: "collector", image: `${REGISTRY}/collector:v1.0.0`, port: 4318 }],
      discovery: { namespace: internal },
    });
    const worker = new Service(this, "worker", {
      cluster: batch,
      image: `${REGISTRY}/worker:v1.0.0`,
      size: { cpu: 256, memory: "512 MiB" },
      ephemeralStorage: "40 GiB",
      spot: { onDemandBase: 1 },
      exec: true,
    });
    const definition = { cluster, image, size: { cpu: 256, memory: "512 MiB" } } as const;
    const cleanup = new Task(this, "cleanup", { ...definition, command: ["cleanup"] });
    const migrations = new Task(this, "migrations", { ...definition, command: ["migrate"] });
    cleanup.schedule("nightly", { at: "cron(0 3 * * ? *)", timezone: "Europe/Paris" });
    cleanup.schedule("hourly", { at: "rate(1 hour)" });

    web.connectTo(database, cache, inside);
    worker.connectTo(database, billing, jobs, web);
    migrations.connectTo(database, ...Object.values(database.replicas));
    media.grantRead(web, "public/");
    reports.grantReadWrite(worker);
    orders.grantReadWrite(web);
    carts.grantRead(web);
    mails.grantSend(web);
    imports.grantConsume(worker);
    for (const topic of [events, audits]) topic.grantPublish(web);

    const shop = edge.routeRest(web, { health: { path: "/health", codes: "200-299" }, drain: "30 seconds" });
    edge.route(shop, { id: "api", paths: ["/api/*"], methods: ["GET", "POST"], headers: { "X-Api": ["1"] } });
    edge.listener("metrics", { port: 8443 }).routeRest(web.target(9090), { health: { path: "/metrics" } });
    inside.routeRest(web, { health: { path: "/health" } });
    const depth = new QueueDepth(this, "queue-depth", { cluster, cache: jobs, queues: ["high", "low"] });
    const mailDepth = new QueueDepth(this, "mail-depth", { cluster, cache: jobs, queues: ["mails"] });
    web.autoScale({ min: 2, max: 6 }).onCpu(60).onRequests(500, shop);
    worker
      .autoScale({ min: 1, max: 4 })
      .onMetric(depth.metrics.depth, 50)
      .onSchedule("night", { at: "cron(0 22 * * ? *)", min: 0, max: 1 });
    for (const [id, { secretArn }] of Object.entries({ database, billing }))
      new RestartOnRotation(this, `${id}-rotation`, {
        key,
        secretArns: [secretArn],
        services: [web, worker],
      });

    const critical = new AlertTopic(this, "critical", { key, emails: emails.slice(0, 1) });
    const warning = new AlertTopic(this, "warning", { key, emails });
    for (const [id, topic] of Object.entries({ critical, warning }))
      new SlackNotifier(this, `${id}-slack`, { topics: [topic], webhookSecretArn: SLACK, key });
    const monitoring = new Monitoring(this, "monitoring", { alerts: { critical, warning } });
    for (const thing of [web, worker]) monitoring.watch(thing, thing.recommended);
    for (const thing of [database, billing]) monitoring.watch(thing, thing.recommended);
    for (const thing of [cache, jobs]) monitoring.watch(thing, thing.recommended);
    for (const thing of [depth, mailDepth]) monitoring.watch(thing, thing.recommended);
    monitoring.watch(shop, shop.recommended);
    const data = new Monitoring(this, "data-monitoring", { alerts: warning });
    for (const thing of [mails, imports]) data.watch(thing, thing.recommended);
    const errors = new LogMetric(this, "errors", { logs: web.logs, pattern: "ERROR" });
    const faults = new LogMetric(this, "faults", { logs: worker.logs, pattern: "FATAL" });
    data.show(orders, carts, errors, faults).graph("Requests", [edge.metrics.requestCount]);
  }
}
