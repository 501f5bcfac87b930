export { AliasRecord, type AliasRecordProps, type IAliasTarget } from "./alias-record";
export { Certificate, type CertificateProps } from "./certificate";
