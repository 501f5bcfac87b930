export { AliasRecord, type AliasRecordProps, type IAliasTarget } from "./alias-record";
export { Certificate, type CertificateMetric, type CertificateProps, type ICertificate } from "./certificate";
export { LogDelivery, type LogDeliveryProps } from "./log-delivery";
export { type IWebAcl, WebAcl, type WebAclMetric, type WebAclProps, type WebAclScope } from "./web-acl";
export {
  type ManagedRuleGroup,
  type ManagedRulesOptions,
  managedRules,
  type RateLimitOptions,
  rateLimit,
  type WebAclRule,
} from "./web-acl-rules";
