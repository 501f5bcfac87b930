/** Id of a hosted zone of Route 53. */
export const HOSTED_ZONE = {
  pattern: /^Z[A-Z0-9]{1,31}$/,
  allowed: "the id of a hosted zone",
  fix: "copy it from the AWS console: Z…",
};
