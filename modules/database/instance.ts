import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import { Construct } from "constructs";
import type { Dependable } from "../../src/engine";
import { LogGroup } from "../monitoring";
import type { IEncryptionKey } from "../security";

/** The port of PostgreSQL. */
export const PORT = 5432;

const LOGS = ["postgresql", "upgrade"];

/** What a writer and its replicas have in common. */
export type SharedConfig = Omit<DbInstanceConfig, "instanceClass" | "identifier">;

/** From so many GiB on, gp3 is four volumes. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage */
const STRIPED = 400;

/** What gp3 does at least: RDS takes no figures below 400 GiB, and wants the new ones said by whoever grows beyond. */
export function performanceOf(gibibytes: number): Pick<DbInstanceConfig, "iops" | "storageThroughput"> {
  return gibibytes < STRIPED ? {} : { iops: 12_000, storageThroughput: 500 };
}

/** The logs of an instance: RDS would make their groups itself, unencrypted, and keep them for ever. */
export function addLogs(scope: Construct, identifier: string, key: IEncryptionKey) {
  const logs = new Construct(scope, "@logs");
  const groups: Dependable[] = LOGS.map(
    (log) =>
      new LogGroup(logs, log, {
        name: { exact: `/aws/rds/instance/${identifier}/${log}` },
        key,
      }).resource,
  );
  return { enabledCloudwatchLogsExports: LOGS, groups };
}
