import path from "node:path";

/** Terraform, or what `TERRAFORM_BINARY_NAME` names instead, as cdktf does: OpenTofu. */
export const BINARY = process.env.TERRAFORM_BINARY_NAME || "terraform";

/** What messages call the program: `terraform` or `tofu`. */
export const COMMAND = path.basename(BINARY, ".exe");

/** What messages call the product. */
export const PRODUCT = COMMAND.includes("tofu") ? "OpenTofu" : "Terraform";
