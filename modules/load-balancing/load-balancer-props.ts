import type { Duration, PhysicalName } from "../../src/core";
import type { ICertificate, IWebAcl } from "../edge";
import type { INetwork, ISecurityGroup } from "../networking";
import type { ILogDestination } from "../storage";
import type { TlsVersion } from "./tls";

export interface LoadBalancerProps {
  readonly network: INetwork;
  /**
   * Certificates for its hosts, of its region; the first is for clients that name no host.
   * @default - none, which only an internal load balancer with `plainHttp` can be
   */
  readonly certificates?: readonly ICertificate[];
  /** Whether the internet or only the network can reach it; AWS replaces it when this changes. @default "public" */
  readonly exposure?: "public" | "internal";
  /**
   * Who may reach every listener: IPv4 ranges and security groups.
   * @default - anybody for a public one; for an internal one nobody but who is connected to it
   */
  readonly clients?: readonly (string | ISecurityGroup)[];
  /** Looks at every request; several load balancers may share one. @default - none; a public one of tier production needs it */
  readonly webAcl?: IWebAcl;
  /** Receives a line per request. @default - none; a public one of tier production needs it */
  readonly accessLogs?: Pick<ILogDestination, "admitLoadBalancer" | "region">;
  /** Lowest TLS version. @default "1.2" - 1.3 alone shuts out clients older than 2020 */
  readonly tls?: TlsVersion;
  /** How long a connection may be silent, 1 to 4000 seconds; uploads and web sockets need longer. @default "60 seconds" - as AWS */
  readonly idleTimeout?: Duration;
  /**
   * Why an internal load balancer takes requests unencrypted, on port 80, as a sentence that an audit reads.
   * @default - it does not: certificates are needed
   */
  readonly plainHttp?: string;
  /** @default - the construct's ids */
  readonly name?: PhysicalName;
}
