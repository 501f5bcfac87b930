import {
  arn,
  assume,
  calls,
  elsewhere,
  findGroups,
  findStreams,
  invoke,
  issueKeys,
  listBucket,
  manageBucket,
  object,
  onBehalfOf,
  overHttp,
  publish,
  putObject,
  REGION,
  readSecret,
  restart,
  rotateSecret,
  sendMessage,
  writeLog,
} from "./calls";
import type { Caller, Rights } from "./rights";
import { type TakeoffThings, takeoffThings } from "./takeoff-things";

/** Rights in an environment of takeoff. @param s3Endpoint id of the gateway by which its network reaches S3 */
export function takeoffRights(environment: string, s3Endpoint: string): Rights {
  const things = takeoffThings(environment);
  const { named, alias } = things;
  return {
    callers: [...programs(things, s3Endpoint), ...helpers(things), ...services(things)],
    nobody: nobody(things),
    unused: {
      [`role/${named("rotation-events")} access StartAutomation: ${arn("ssm", `automation-definition/${named("rotation")}:*`)}`]:
        "what AWS asked for before; it stays until every account has changed over",
      [`${arn("kms", alias)} policy LogGroupsOfThisAccount: kms:Describe*`]:
        "AWS documents the statement so, though no description of a key comes with a context",
    },
  };
}

/** What starts tasks, and what runs in them. */
function programs(things: TakeoffThings, s3Endpoint: string): Caller[] {
  const { named, secrets, start, exec, store } = things;
  return [
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
    { role: named("api-task"), may: [...exec, ...store] },
    { role: named("worker-task"), may: [...exec, ...store] },
    { role: named("beat-task"), may: exec },
    { role: named("frontend-task"), may: exec },
    { role: named("migrations-task"), may: [] },
    { role: named("queue-depth-task"), may: [] },
    { user: named("uploads"), from: { "aws:SourceVpce": s3Endpoint }, may: store },
  ];
}

/** What AWS runs for the platform. */
function helpers({ base, named, groups, secrets, instance }: TakeoffThings): Caller[] {
  return [
    {
      role: named("db-rotation"),
      may: [
        ...writeLog(groups.rotation),
        ...findStreams(groups.rotation),
        ...calls("rds", { DescribeDBInstances: instance, ModifyDBInstance: instance }),
        ...rotateSecret(secrets.database),
      ],
    },
    {
      role: named("uploads-keys"),
      may: [
        ...writeLog(groups.keys),
        ...findStreams(groups.keys),
        ...issueKeys(named("uploads")),
        ...rotateSecret(secrets.storage),
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
    {
      role: named("vpc-flow-logs"),
      may: [...findGroups, ...writeLog(groups.flow), ...findStreams(groups.flow)],
    },
    {
      role: named("slack"),
      may: [...writeLog(groups.slack), ...findStreams(groups.slack), ...readSecret(secrets.slack)],
    },
    {
      role: named("rotation-events"),
      may: calls("ssm", { StartAutomationExecution: { DocumentName: named("rotation") } }),
    },
    { role: named("rotation-automation"), may: restart(base, "api", "worker", "beat") },
  ];
}

/** Services of AWS, and what policies of resources let them do. */
function services(things: TakeoffThings): Caller[] {
  const { base, named, groups, programs, topic, cipher, logsKey, here, fromBucket } = things;
  return [
    {
      service: "ecs-tasks.amazonaws.com",
      for: onBehalfOf(arn("ecs", `task/${base}/1`)),
      may: assume(
        ...programs.map((program) => named(`${program}-execution`)),
        ...programs.map((program) => named(`${program}-task`)),
      ),
    },
    {
      service: "lambda.amazonaws.com",
      may: assume(named("db-rotation"), named("uploads-keys"), named("slack")),
    },
    {
      service: "monitoring.rds.amazonaws.com",
      for: onBehalfOf(arn("rds", `db:${base}`)),
      may: assume(named("db-monitoring")),
    },
    {
      service: "vpc-flow-logs.amazonaws.com",
      for: onBehalfOf(arn("ec2", "vpc-flow-log/fl-1")),
      may: assume(named("vpc-flow-logs")),
    },
    {
      service: "ssm.amazonaws.com",
      for: onBehalfOf(arn("ssm", "automation-execution/1")),
      may: assume(named("rotation-automation")),
    },
    ...["rotation", "rotation-failures"].map((rule) => ({
      service: "events.amazonaws.com",
      for: onBehalfOf(arn("events", `rule/${named(rule)}`)),
      may: [...assume(named("rotation-events")), ...sendMessage(named("rotation-failed")), ...cipher],
      anyAccount: cipher,
    })),
    { service: "cloudwatch.amazonaws.com", for: here, may: [...publish(topic), ...cipher] },
    // The platform's document has it in the key's policy; AWS documents no call that needs it.
    { service: "ecs.amazonaws.com", for: here, may: [...cipher] },
    {
      service: `logs.${REGION}.amazonaws.com`,
      may: [...logsKey.encrypt, ...logsKey.decrypt, ...logsKey.generate, ...logsKey.reencrypt],
    },
    {
      service: "secretsmanager.amazonaws.com",
      for: here,
      may: [...invoke(named("db-rotation")), ...invoke(named("uploads-keys"))],
    },
    { service: "sns.amazonaws.com", for: onBehalfOf(topic), may: invoke(named("slack")) },
    {
      service: "delivery.logs.amazonaws.com",
      for: onBehalfOf(arn("logs", "*")),
      may: writeLog(groups.waf),
    },
    {
      service: "logging.s3.amazonaws.com",
      for: fromBucket("uploads"),
      may: putObject(named("logs"), `s3/${named("uploads")}/1`),
    },
    {
      service: "logging.s3.amazonaws.com",
      for: fromBucket("backups"),
      may: putObject(named("logs"), `s3/${named("backups")}/1`),
    },
    {
      service: "logdelivery.elasticloadbalancing.amazonaws.com",
      for: onBehalfOf(arn("elasticloadbalancing", "loadbalancer/app/1")),
      may: putObject(named("logs"), "alb/1"),
    },
  ];
}

/** The neighbours: other buckets, secrets and services, and what changes or destroys what is there. */
function nobody(things: TakeoffThings) {
  const { base, named, secrets, topic, instance, upload, key, foreignLogsKey } = things;
  const backup = object(named("backups"), "1.dump");
  return [
    ...elsewhere,
    ...upload.versions,
    ...backup.read,
    ...backup.write,
    ...object(named("logs"), "alb/1").read,
    ...putObject(named("logs"), "elsewhere/1"),
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
    ...sendMessage("other"),
    ...calls("ecr", {
      PutImage: { repositoryName: "takeoff-api", imageManifest: "{}" },
      ListImages: { repositoryName: "takeoff-api" },
    }),
    ...calls("rds", { ModifyDBInstance: { DBInstanceIdentifier: "other" }, DeleteDBInstance: instance }),
    ...calls("secretsmanager", { DeleteSecret: { SecretId: secrets.database } }),
    ...readSecret("other"),
    ...object("takeoff-other-uploads", "plans/1.pdf").read,
    ...overHttp(publish(topic)),
    ...overHttp(sendMessage(named("rotation-failed"))),
    ...issueKeys("other"),
    ...foreignLogsKey.encrypt,
    ...key.encrypt,
    ...key.describe,
    ...restart(base, "frontend"),
    ...invoke(named("other")),
  ];
}
