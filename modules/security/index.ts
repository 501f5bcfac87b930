export { EncryptionKey, type EncryptionKeyProps, type IEncryptionKey, type KeyUser } from "./encryption-key";
export { Role, type RoleProps } from "./role";
export { existingSecret, Secret, type SecretProps, type SecretValue, secretField } from "./secret";
export { WebAcl, type WebAclProps } from "./web-acl";
export { type ManagedRuleGroup, managedRules, rateLimit, type WebAclRule } from "./web-acl-rules";
