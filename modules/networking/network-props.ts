import type { LogRetention, PhysicalName } from "../../src/core";
import type { Dependable } from "../../src/engine";
import type { IEncryptionKey } from "../security";
import type { InterfaceService } from "./endpoints";
import type { SubnetTier, ZoneLetter } from "./ranges";

/** A network that other modules put things into. */
export interface INetwork {
  readonly vpcId: string;
  /** Range of the whole network. */
  readonly cidr: string;
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly databaseSubnetIds: readonly string[];
  /**
   * What has to exist before subnets are reached from the internet (public), or reach it and AWS's services (private).
   * @default - nothing: the network works already
   */
  readonly paths?: NetworkPaths | undefined;
}

/** Routes, and what belongs to them, by kind of subnet. */
export type NetworkPaths = Readonly<Record<"public" | "private", readonly Dependable[]>>;

export interface NetworkProps {
  /**
   * Range of the network: private (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16), /16 to /24. Subnets are sixteenths of it.
   * Networks of one platform must not overlap, since sooner or later one VPN or peering reaches them all; networks of
   * different platforms may. Another one replaces the network.
   */
  readonly cidr: string;
  /** Zones to spread over, two to five: load balancers and databases need two. */
  readonly zones: readonly ZoneLetter[];
  /** NAT gateways for the private subnets: one per zone survives a zone's failure, a single one costs a third. */
  readonly nat: "per-zone" | "single";
  /** Ranges of the subnets, in the order of `zones`. @default - fixed sixteenths of `cidr`, see `subnetRange` */
  readonly ranges?: Readonly<Record<SubnetTier, readonly string[]>>;
  /** Encrypts the flow logs. */
  readonly key: IEncryptionKey;
  /** How long flow logs are kept. @default - as LogGroup */
  readonly flowLogRetention?: LogRetention;
  /**
   * AWS services to reach without NAT, besides S3, which always has its free gateway.
   * @default - none: each costs per zone and hour, and NAT reaches the service too
   */
  readonly interfaceEndpoints?: readonly InterfaceService[];
  /** @default - the construct's id */
  readonly name?: PhysicalName;
}
