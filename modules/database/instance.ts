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
