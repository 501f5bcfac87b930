export { type Environment, isProtected, type Platform, type Region, type Tier } from "./environment";
export type { FargateSize } from "./fargate";
export {
  exactName,
  maxNameLength,
  NAME_KINDS,
  type NameKind,
  type NameParts,
  type NamingPattern,
  nameFor,
  projectEnvironmentThing,
  shorten,
} from "./naming";
export { type IGrantable, policy, type Statement } from "./policy";
export { PlatformStack, type StackProps } from "./stack";
export { type Duration, days, gibibytes, type LogRetention, mebibytes, type Size, seconds } from "./units";
