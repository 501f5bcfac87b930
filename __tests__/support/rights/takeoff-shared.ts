import {
  assume,
  calls,
  elsewhere,
  listBucket,
  manageBucket,
  object,
  onBehalfOf,
  overHttp,
  pullImage,
  putObject,
  replicate,
  useKey,
} from "./calls";
import type { Rights } from "./rights";

const STATE = "takeoff-terraform-state";
const COPY = "takeoff-terraform-state-copy";
const LOGS = { [STATE]: "takeoff-state-state-logs", [COPY]: "takeoff-state-us-west-2-state-logs" };

/** Rights on the state of all environments, and on their images: S3 alone has any, people come with their own. */
export const sharedRights: Rights = {
  callers: [
    { role: "takeoff-terraform-state-replication", may: replicate(STATE, COPY) },
    { service: "s3.amazonaws.com", may: assume("takeoff-terraform-state-replication") },
    ...Object.entries(LOGS).map(([bucket, logs]) => ({
      service: "logging.s3.amazonaws.com",
      for: onBehalfOf(`arn:aws:s3:::${bucket}`),
      may: putObject(logs, `s3/${bucket}/1`),
    })),
  ],
  nobody: [
    ...elsewhere,
    ...[...Object.keys(LOGS), ...Object.values(LOGS)].flatMap((bucket) => {
      const one = object(bucket, "takeoff-production.tfstate");
      return [
        ...one.read,
        ...one.write,
        ...one.versions,
        ...manageBucket(bucket),
        ...overHttp([...listBucket(bucket), ...one.read]),
      ];
    }),
    ...replicate(COPY, STATE).filter(
      ({ operation }) => operation !== "HeadBucket" && operation !== "ListObjectsV2",
    ),
    ...Object.values(useKey("alias/takeoff-state")).flat(),
    ...calls("dynamodb", {
      DeleteItem: { TableName: "takeoff-terraform-locks", Key: { LockID: { S: "1" } } },
    }),
    ...pullImage("takeoff-api"),
    ...calls("ecr", { PutImage: { repositoryName: "takeoff-api", imageManifest: "{}" } }),
  ],
  unused: {},
};
