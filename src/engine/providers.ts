/**
 * Where providers come from and which versions the bindings were generated for. The sources are fully qualified:
 * Terraform and OpenTofu expand a short source to different registries, and lock files then disagree.
 */
export const PROVIDERS = {
  aws: { source: "registry.terraform.io/hashicorp/aws", version: "~> 5.0, >= 5.100.0" },
  random: { source: "registry.terraform.io/hashicorp/random", version: "~> 3.5" },
} as const;
