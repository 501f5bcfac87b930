export {
  checkCidr,
  checkFormat,
  checkNumber,
  checkPort,
  checkUnique,
  checkWindows,
  FORMATS,
  type Format,
} from "./checks";
export { type Environment, isProtected, type Platform, type Region, type Tier } from "./environment";
export type { FargateSize } from "./fargate";
export {
  changeLimit,
  type IMonitored,
  isMath,
  type Limit,
  type LimitChange,
  type Limits,
  type MathMetric,
  type Metric,
  metricsOf,
  type Series,
  type Severity,
  type Statistic,
  type Unit,
} from "./metric";
export {
  hyphenated,
  NAME_KINDS,
  NAME_RULES,
  type NameKind,
  type NameParts,
  type NamePattern,
  type NameWords,
  type PhysicalName,
  projectEnvironmentThing,
} from "./names";
export { exactName, nameFor, partOf, shorten, thingOf } from "./naming";
export { onBehalfOf, type Place, placeOf, type RegionScope } from "./place";
export {
  allGrants,
  denyPlainHttp,
  type Grant,
  type IGrantable,
  PolicyStatements,
  policy,
  type Statement,
} from "./policy";
export { PlatformStack, type StackProps } from "./stack";
export { requireTerraform } from "./terraform-version";
export {
  type Duration,
  days,
  gibibytes,
  type LogRetention,
  mebibytes,
  minutes,
  type Size,
  seconds,
} from "./units";
