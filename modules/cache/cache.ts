import type { IConnectable } from "../networking";
import type { SecretValue } from "../security";

/**
 * What others need to use a cache: `service.connectTo(cache)` and these values. A cache that exists already is an object
 * with them.
 */
export interface ICache extends IConnectable {
  /** Host name of the primary, without port. */
  readonly host: string;
  /** What clients authenticate with. */
  readonly token: SecretValue;
  /** ARN of the secret that holds token and URLs. */
  readonly secretArn: string;
  /**
   * `rediss://…` with host, port and token, for a container.
   * @param query what a client wants to be told, e.g. `{ ssl_cert_reqs: "required" }` for redis-py. @default - nothing
   */
  url(query?: Readonly<Record<string, string>>): SecretValue;
}
