export {
  checkKeyRegion,
  EncryptionKey,
  type EncryptionKeyProps,
  type IEncryptionKey,
  type KeyCaller,
  type KeyUser,
} from "./encryption-key";
export { Parameter, type ParameterProps } from "./parameter";
export { ProvidedSecret, type ProvidedSecretProps } from "./provided-secret";
export { Role, type RoleProps } from "./role";
export { Secret, type SecretProps } from "./secret";
export {
  existingParameter,
  existingSecret,
  type SecretLocation,
  type SecretValue,
  secretValue,
} from "./secret-value";
