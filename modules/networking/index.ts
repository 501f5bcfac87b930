export type { InterfaceService } from "./endpoints";
export { Network } from "./network";
export type { INetwork, NetworkPaths, NetworkProps } from "./network-props";
export {
  blockOf,
  overlap,
  SUBNET_TIERS,
  type SubnetTier,
  subnetRange,
  ZONE_LETTERS,
  type ZoneLetter,
} from "./ranges";
export {
  type Egress,
  type IConnectable,
  type ISecurityGroup,
  SecurityGroup,
  type SecurityGroupProps,
} from "./security-group";
