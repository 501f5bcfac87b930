import {
  ACCOUNT,
  arn,
  assume,
  calls,
  elsewhere,
  findStreams,
  listBucket,
  manageBucket,
  object,
  openSession,
  overHttp,
  pullImage,
  REGION,
  readSecret,
  useKey,
  writeLog,
} from "./calls";
import type { Rights } from "./rights";

/** Rights in an environment of takeoff. */
export function takeoffRights(environment: string): Rights {
  const base = `takeoff-${environment}`;
  const named = (part: string) => `${base}-${part}`;
  const example = (service: string, rest: string) => arn(service, rest);

  // Things.
  const alias = `alias/${base}`;
  const key = useKey(alias);
  const logsKey = useKey(alias, { "aws:logs:arn": arn("logs", `log-group:/ecs/${base}/api`) });
  const foreignLogsKey = useKey(alias, {
    "aws:logs:arn": `arn:aws:logs:${REGION}:999999999999:log-group:/ecs/${base}/api`,
  });
  const secrets = {
    database: named("db-password"),
    redis: named("redis-connection"),
    storage: named("uploads-access-key"),
    anthropic: example("secretsmanager", "secret:takeoff/anthropic-api-key-AbCdEf"),
    session: example("secretsmanager", "secret:takeoff/secret-key-AbCdEf"),
    slack: example("secretsmanager", "secret:takeoff/slack-webhook-AbCdEf"),
  };
  const groups = {
    exec: `/ecs/${base}/exec`,
    flow: `/vpc/${base}/flow-logs`,
    rotation: `/aws/lambda/${base}-db-rotation`,
    slack: `/aws/lambda/${base}-slack`,
    waf: `aws-waf-logs-${base}`,
    metrics: "RDSOSMetrics",
  };
  const programs = ["api", "worker", "beat", "frontend", "queue-depth", "migrations"];
  const upload = object(named("uploads"), "plans/1.pdf");
  const backup = object(named("backups"), "1.dump");
  const deliver = (Key: string) => calls("s3", { PutObject: { Bucket: named("logs"), Key, Body: "" } });
  const topic = arn("sns", named("alerts"));
  const publish = calls("sns", { Publish: { TopicArn: topic, Message: "down" } });
  const invoke = (name: string) => calls("lambda", { Invoke: { FunctionName: named(name), Payload: "{}" } });
  const restart = (...services: string[]) =>
    services.flatMap((service) =>
      calls("ecs", { UpdateService: { cluster: base, service, forceNewDeployment: true } }),
    );
  const instance = { DBInstanceIdentifier: base };

  // Groups of calls.
  const everyLog = [
    ...Object.values(groups),
    ...programs.map((program) => `/ecs/${base}/${program}`),
    "/ecs/takeoff-other/api",
  ];
  // AWS's own policy for it: any image, any log group.
  const start = [...pullImage("takeoff-api"), ...pullImage("other"), ...writeLog(...everyLog)];
  // The agent decrypts a session itself. A key's context is the caller's word, so it keeps nobody out but services.
  const contexts = [key, logsKey, foreignLogsKey];
  const [decrypt, generate] = [
    contexts.flatMap((one) => one.decrypt),
    contexts.flatMap((one) => one.generate),
  ];
  const exec = [
    ...openSession,
    ...calls("logs", { DescribeLogGroups: {} }),
    ...writeLog(groups.exec),
    ...findStreams(groups.exec),
    ...decrypt,
  ];
  const here = { "aws:SourceAccount": ACCOUNT };
  const source = (sourceArn: string) => ({ "aws:SourceArn": sourceArn, "aws:SourceAccount": ACCOUNT });
  const fromBucket = (name: string) => source(`arn:aws:s3:::${named(name)}`);

  return {
    callers: [
      // What starts tasks.
      {
        role: named("api-execution"),
        may: [
          ...start,
          ...readSecret(secrets.database, secrets.redis, secrets.storage, secrets.anthropic, secrets.session),
        ],
      },
      {
        role: named("worker-execution"),
        may: [...start, ...readSecret(secrets.database, secrets.redis, secrets.storage, secrets.anthropic)],
      },
      {
        role: named("beat-execution"),
        may: [...start, ...readSecret(secrets.database, secrets.redis)],
      },
      { role: named("queue-depth-execution"), may: [...start, ...readSecret(secrets.redis)] },
      {
        role: named("migrations-execution"),
        may: [...start, ...readSecret(secrets.database)],
      },
      { role: named("frontend-execution"), may: start },

      // Programs.
      { role: named("api-task"), may: exec },
      { role: named("worker-task"), may: exec },
      { role: named("beat-task"), may: exec },
      { role: named("frontend-task"), may: exec },
      { role: named("migrations-task"), may: [] },
      { role: named("queue-depth-task"), may: [] },
      {
        user: named("uploads"),
        may: [...upload.read, ...upload.write, ...listBucket(named("uploads"))],
      },

      // What AWS runs for the platform.
      {
        role: named("db-rotation"),
        may: [
          ...writeLog(groups.rotation),
          ...findStreams(groups.rotation),
          ...calls("rds", { DescribeDBInstances: instance, ModifyDBInstance: instance }),
          ...readSecret(secrets.database),
          ...calls("secretsmanager", {
            DescribeSecret: { SecretId: secrets.database },
            PutSecretValue: { SecretId: secrets.database, SecretString: "{}" },
            UpdateSecretVersionStage: { SecretId: secrets.database, VersionStage: "AWSCURRENT" },
          }),
        ],
      },
      {
        role: named("db-monitoring"),
        may: [
          ...writeLog(groups.metrics),
          ...findStreams(groups.metrics),
          ...calls("logs", {
            CreateLogGroup: { logGroupName: groups.metrics },
            PutRetentionPolicy: { logGroupName: groups.metrics, retentionInDays: 30 },
            GetLogEvents: { logGroupName: groups.metrics, logStreamName: "stream" },
          }),
        ],
      },
      { role: named("vpc-flow-logs"), may: [...writeLog(groups.flow), ...findStreams(groups.flow)] },
      {
        role: named("slack"),
        may: [...writeLog(groups.slack), ...findStreams(groups.slack), ...readSecret(secrets.slack)],
      },
      {
        role: named("rotation-events"),
        may: calls("ssm", { StartAutomationExecution: { DocumentName: named("rotation") } }),
      },
      { role: named("rotation-automation"), may: restart("api", "worker", "beat") },

      // Services, and the policies that name them.
      {
        service: "ecs-tasks.amazonaws.com",
        for: source(arn("ecs", `task/${base}/1`)),
        may: assume(
          ...programs.map((program) => named(`${program}-execution`)),
          ...programs.map((program) => named(`${program}-task`)),
        ),
      },
      { service: "lambda.amazonaws.com", may: assume(named("db-rotation"), named("slack")) },
      { service: "monitoring.rds.amazonaws.com", may: assume(named("db-monitoring")) },
      { service: "vpc-flow-logs.amazonaws.com", may: assume(named("vpc-flow-logs")) },
      {
        service: "ssm.amazonaws.com",
        for: source(arn("ssm", "automation-execution/1")),
        may: assume(named("rotation-automation")),
      },
      { service: "events.amazonaws.com", for: here, may: assume(named("rotation-events")) },
      { service: "cloudwatch.amazonaws.com", for: here, may: [...publish, ...decrypt, ...generate] },
      // The platform's document has it in the key's policy; AWS documents no call that needs it.
      { service: "ecs.amazonaws.com", for: here, may: [...decrypt, ...generate] },
      {
        service: `logs.${REGION}.amazonaws.com`,
        may: [...logsKey.encrypt, ...logsKey.decrypt, ...logsKey.generate, ...logsKey.reencrypt],
      },
      { service: "secretsmanager.amazonaws.com", for: here, may: invoke("db-rotation") },
      { service: "sns.amazonaws.com", for: source(topic), may: invoke("slack") },
      {
        service: "delivery.logs.amazonaws.com",
        for: source(arn("logs", "*")),
        may: writeLog(groups.waf),
      },
      {
        service: "logging.s3.amazonaws.com",
        for: fromBucket("uploads"),
        may: deliver(`s3/${named("uploads")}/1`),
      },
      {
        service: "logging.s3.amazonaws.com",
        for: fromBucket("backups"),
        may: deliver(`s3/${named("backups")}/1`),
      },
      {
        service: "logdelivery.elasticloadbalancing.amazonaws.com",
        for: source(arn("elasticloadbalancing", "loadbalancer/app/1")),
        may: deliver("alb/1"),
      },
    ],
    nobody: [
      ...elsewhere,
      ...upload.versions,
      ...backup.read,
      ...backup.write,
      ...object(named("logs"), "alb/1").read,
      ...deliver("elsewhere/1"),
      ...["uploads", "backups", "logs"].flatMap((name) => [
        ...manageBucket(named(name)),
        ...overHttp(listBucket(named(name))),
        ...overHttp(object(named(name), "1").read),
      ]),
      ...listBucket(named("backups")),
      ...listBucket("takeoff-terraform-state"),
      ...object("takeoff-terraform-state", "takeoff-production.tfstate").read,
      ...calls("dynamodb", {
        GetItem: { TableName: named("backup-metadata"), Key: { backup_id: { S: "1" } } },
        PutItem: { TableName: named("backup-metadata"), Item: { backup_id: { S: "1" } } },
      }),
      ...calls("sqs", {
        SendMessage: { QueueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/other`, MessageBody: "1" },
      }),
      ...calls("ecr", {
        PutImage: { repositoryName: "takeoff-api", imageManifest: "{}" },
        ListImages: { repositoryName: "takeoff-api" },
      }),
      ...calls("rds", { ModifyDBInstance: { DBInstanceIdentifier: "other" }, DeleteDBInstance: instance }),
      ...calls("secretsmanager", { DeleteSecret: { SecretId: secrets.database } }),
      ...readSecret("other"),
      ...object("takeoff-other-uploads", "plans/1.pdf").read,
      ...overHttp(publish),
      ...foreignLogsKey.encrypt,
      ...key.encrypt,
      ...key.describe,
      ...restart("frontend"),
      ...invoke("other"),
    ],
    unused: {
      [`role/${named("rotation-events")} access StartAutomation: ${arn("ssm", `automation-definition/${named("rotation")}:*`)}`]:
        "what AWS asked for before; it stays until every account has changed over",
      [`alias/${base} policy LogGroupsOfThisAccount: kms:Describe*`]:
        "AWS documents the statement so, though no description of a key comes with a context",
    },
  };
}
