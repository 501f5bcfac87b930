import type { IConnectable } from "../networking";
import type { SecretValue } from "../security";

/** Where clients connect to. */
export interface Endpoint {
  /** Host name, without port. */
  readonly host: string;
  readonly port: number;
}

/**
 * What others need to use a database, whatever runs it: `service.connectTo(database)` and these values. A database that
 * exists already is an object with them.
 */
export interface IDatabase extends IConnectable {
  /** Where to write, and where to read what was just written. */
  readonly writer: Endpoint;
  /** Where to read what may be some seconds old. @default - the database has the writer only */
  readonly reader?: Endpoint | undefined;
  readonly databaseName: string;
  readonly username: SecretValue;
  readonly password: SecretValue;
  /** ARN of the secret that holds user and password, for what follows its changes, e.g. a restart after a rotation. */
  readonly secretArn: string;
}
