import {
  ACCOUNT,
  arn,
  findGroups,
  findStreams,
  listBucket,
  object,
  onBehalfOf,
  openSession,
  pullImage,
  REGION,
  useKey,
  writeLog,
} from "./calls";

/** What there is in an environment of takeoff, and calls that several rows make. */
export function takeoffThings(environment: string) {
  const base = `takeoff-${environment}`;
  const named = (part: string) => `${base}-${part}`;
  const alias = `alias/${base}`;
  const groups = {
    exec: `/ecs/${base}/exec`,
    flow: `/vpc/${base}/flow-logs`,
    rotation: `/aws/lambda/${base}-db-rotation`,
    keys: `/aws/lambda/${base}-uploads-keys`,
    slack: `/aws/lambda/${base}-slack`,
    waf: `aws-waf-logs-${base}`,
    metrics: "RDSOSMetrics",
  };
  const programs = ["api", "worker", "beat", "frontend", "queue-depth", "migrations"];
  const everyLog = [
    ...Object.values(groups),
    ...programs.map((program) => `/ecs/${base}/${program}`),
    "/ecs/takeoff-other/api",
  ];
  const upload = object(named("uploads"), "plans/1.pdf");
  const key = useKey(alias);
  const logsKey = useKey(alias, { "aws:logs:arn": arn("logs", `log-group:/ecs/${base}/api`) });
  const foreignLogsKey = useKey(alias, {
    "aws:logs:arn": `arn:aws:logs:${REGION}:999999999999:log-group:/ecs/${base}/api`,
  });
  // A key's context is the caller's word, so it keeps nobody out but services.
  const contexts = [key, logsKey, foreignLogsKey];
  const decrypt = contexts.flatMap((one) => one.decrypt);

  return {
    base,
    named,
    alias,
    groups,
    programs,
    key,
    logsKey,
    foreignLogsKey,
    decrypt,
    secrets: {
      database: named("db-password"),
      redis: named("redis-connection"),
      storage: named("uploads-access-key"),
      anthropic: arn("secretsmanager", "secret:takeoff/anthropic-api-key-AbCdEf"),
      session: arn("secretsmanager", "secret:takeoff/secret-key-AbCdEf"),
      slack: arn("secretsmanager", "secret:takeoff/slack-webhook-AbCdEf"),
    },
    topic: arn("sns", named("alerts")),
    instance: { DBInstanceIdentifier: base },
    upload,
    /** What programs do with uploads. */
    store: [...upload.read, ...upload.write, ...listBucket(named("uploads"))],
    /** What a task takes to start. AWS's own policy for it has any image, and any log group. */
    start: [...pullImage("takeoff-api"), ...pullImage("other"), ...writeLog(...everyLog)],
    /** What `aws ecs execute-command` takes. The agent decrypts a session itself. */
    exec: [...openSession, ...findGroups, ...writeLog(groups.exec), ...findStreams(groups.exec), ...decrypt],
    /** What services take to reach what is encrypted, without saying for what. */
    cipher: [...decrypt, ...contexts.flatMap((one) => one.generate)],
    here: { "aws:SourceAccount": ACCOUNT },
    fromBucket: (name: string) => onBehalfOf(`arn:aws:s3:::${named(name)}`),
  };
}

export type TakeoffThings = ReturnType<typeof takeoffThings>;
