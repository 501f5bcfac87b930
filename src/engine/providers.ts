/**
 * Where providers come from and which versions the bindings were generated for. The sources are fully qualified:
 * Terraform and OpenTofu expand a short source to different registries, and lock files then disagree.
 */
export const PROVIDERS = {
  aws: { source: "registry.terraform.io/hashicorp/aws", version: "~> 5.0, >= 5.100.0" },
  random: { source: "registry.terraform.io/hashicorp/random", version: "~> 3.5" },
} as const;

/**
 * Types that keep nothing and that nothing refers to. Whether such a thing was renamed, or is made anew because what it
 * says has changed, is the same to everybody: a port stands in the address of a rule, and may change.
 */
export const STATEMENTS: ReadonlySet<string> = new Set([
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
]);
