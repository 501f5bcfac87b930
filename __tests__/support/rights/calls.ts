/** One call of an API of AWS, by the names its SDKs have for service, operation and input. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** What AWS would know of the request besides: `{ "aws:SecureTransport": "false" }`. @default - nothing special */
  readonly context?: Readonly<Record<string, string>>;
}

export const ACCOUNT = "123456789012";
export const REGION = "us-east-1";

/** ARN of something in the account and region that the emulator serves. */
export const arn = (service: string, resource: string) =>
  `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** Calls of one service, each with its input: `calls("s3", { GetObject: { Bucket: "a", Key: "b" } })`. */
export const calls = (service: string, inputs: Readonly<Record<string, Call["input"]>>): readonly Call[] =>
  Object.entries(inputs).map(([operation, input]) => ({ service, operation, input }));

/** What a service says of whom it works for. */
export const onBehalfOf = (sourceArn: string) => ({
  "aws:SourceArn": sourceArn,
  "aws:SourceAccount": ACCOUNT,
});

/** The same calls over plain HTTP. */
export const overHttp = (all: readonly Call[]): readonly Call[] =>
  all.map((call) => ({ ...call, context: { "aws:SecureTransport": "false" } }));

/** A service takes on a role. */
export const assume = (...roles: string[]) =>
  roles.flatMap((role) =>
    calls("sts", {
      AssumeRole: { RoleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, RoleSessionName: "rights" },
    }),
  );

/** Secrets by name or ARN. */
export const readSecret = (...ids: string[]) =>
  ids.flatMap((SecretId) => calls("secretsmanager", { GetSecretValue: { SecretId } }));

/** What a rotation function asks of its secret. */
export const rotateSecret = (SecretId: string) => [
  ...readSecret(SecretId),
  ...calls("secretsmanager", {
    DescribeSecret: { SecretId },
    PutSecretValue: { SecretId, SecretString: "{}" },
    UpdateSecretVersionStage: { SecretId, VersionStage: "AWSCURRENT" },
  }),
];

/** What issues access keys of a user. */
export const issueKeys = (UserName: string) =>
  calls("iam", {
    CreateAccessKey: { UserName },
    DeleteAccessKey: { UserName, AccessKeyId: "AKIAIOSFODNN7EXAMPLE" },
    ListAccessKeys: { UserName },
  });

/** Streams of log groups are made, then written to. */
export const writeLog = (...groups: string[]) =>
  groups.flatMap((logGroupName) =>
    calls("logs", {
      CreateLogStream: { logGroupName, logStreamName: "stream" },
      PutLogEvents: { logGroupName, logStreamName: "stream", logEvents: [{ timestamp: 0, message: "line" }] },
    }),
  );

export const findStreams = (...groups: string[]) =>
  groups.flatMap((logGroupName) => calls("logs", { DescribeLogStreams: { logGroupName } }));

export const findGroups = calls("logs", { DescribeLogGroups: {} });

/** What ECS asks of a registry before it starts a container. */
export const pullImage = (repositoryName: string) =>
  calls("ecr", {
    GetAuthorizationToken: {},
    BatchCheckLayerAvailability: { repositoryName, layerDigests: ["sha256:0"] },
    BatchGetImage: { repositoryName, imageIds: [{ imageTag: "v1.2.3" }] },
    GetDownloadUrlForLayer: { repositoryName, layerDigest: "sha256:0" },
  });

/** What the agent of `aws ecs execute-command` asks for. */
export const openSession = calls("ssmmessages", {
  CreateControlChannel: {},
  CreateDataChannel: {},
  OpenControlChannel: {},
  OpenDataChannel: {},
});

/** New tasks for services of a cluster. */
export const restart = (cluster: string, ...services: string[]) =>
  services.flatMap((service) =>
    calls("ecs", { UpdateService: { cluster, service, forceNewDeployment: true } }),
  );

/** Functions that are called, by name. */
export const invoke = (...names: string[]) =>
  names.flatMap((FunctionName) => calls("lambda", { Invoke: { FunctionName, Payload: "{}" } }));

export const publish = (TopicArn: string) => calls("sns", { Publish: { TopicArn, Message: "text" } });

export const sendMessage = (queue: string) =>
  calls("sqs", {
    SendMessage: {
      QueueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${queue}`,
      MessageBody: "text",
    },
  });

export const putObject = (Bucket: string, Key: string) =>
  calls("s3", { PutObject: { Bucket, Key, Body: "" } });

/** One object of a bucket. */
export const object = (Bucket: string, Key: string) => {
  const one = { Bucket, Key };
  const upload = { ...one, UploadId: "1" };
  return {
    read: calls("s3", { GetObject: one, HeadObject: one }),
    write: calls("s3", {
      PutObject: { ...one, Body: "" },
      DeleteObject: one,
      CreateMultipartUpload: one,
      UploadPart: { ...upload, PartNumber: 1, Body: "" },
      CompleteMultipartUpload: upload,
      AbortMultipartUpload: upload,
    }),
    /** Older versions, which is what is left of a deleted object. */
    versions: calls("s3", {
      GetObject: { ...one, VersionId: "1" },
      DeleteObject: { ...one, VersionId: "1" },
    }),
  };
};

export const listBucket = (Bucket: string) =>
  calls("s3", { HeadBucket: { Bucket }, ListObjectsV2: { Bucket }, GetBucketLocation: { Bucket } });

/** What changes a bucket itself. */
export const manageBucket = (Bucket: string) =>
  calls("s3", {
    GetBucketPolicy: { Bucket },
    PutBucketPolicy: { Bucket, Policy: "{}" },
    DeleteBucket: { Bucket },
  });

/** What S3 does by itself, by the names of its actions, when it copies objects to another bucket. */
export const replicate = (from: string, to: string) => [
  ...calls("s3", {
    ListObjectsV2: { Bucket: from },
    HeadBucket: { Bucket: from },
    GetReplicationConfiguration: { Bucket: from },
    GetObjectVersionForReplication: { Bucket: from, Key: "1" },
    GetObjectVersionAcl: { Bucket: from, Key: "1" },
    GetObjectVersionTagging: { Bucket: from, Key: "1" },
  }),
  ...calls("s3", { ReplicateObject: { Bucket: to, Key: "1" }, ReplicateTags: { Bucket: to, Key: "1" } }),
];

/** Direct use of a key; most programs have services use it. */
export const useKey = (KeyId: string, EncryptionContext: Readonly<Record<string, string>> = {}) => ({
  decrypt: calls("kms", { Decrypt: { KeyId, CiphertextBlob: "AAAA", EncryptionContext } }),
  generate: calls("kms", { GenerateDataKey: { KeyId, KeySpec: "AES_256", EncryptionContext } }),
  encrypt: calls("kms", { Encrypt: { KeyId, Plaintext: "AAAA", EncryptionContext } }),
  reencrypt: calls("kms", {
    ReEncrypt: {
      SourceKeyId: KeyId,
      DestinationKeyId: KeyId,
      CiphertextBlob: "AAAA",
      SourceEncryptionContext: EncryptionContext,
      DestinationEncryptionContext: EncryptionContext,
    },
  }),
  describe: calls("kms", { DescribeKey: { KeyId } }),
});

/** Other services, and the whole account: no program of a platform has a use for it. */
export const elsewhere = [
  ...calls("ec2", { DescribeInstances: {} }),
  ...calls("iam", { ListUsers: {} }),
  ...calls("s3", { ListBuckets: {} }),
  ...calls("secretsmanager", { ListSecrets: {} }),
  ...calls("lambda", { ListFunctions: {} }),
  ...calls("dynamodb", { ListTables: {} }),
  ...calls("kms", { ListKeys: {} }),
  ...calls("sqs", { ListQueues: {} }),
];
