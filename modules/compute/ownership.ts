/**
 * Attributes of a service that somebody else changes while it runs: set when the service is made, and then left alone.
 * Terraform would undo the owner's work at every apply.
 *
 * | attribute       | owner                                     |
 * |-----------------|-------------------------------------------|
 * | desired_count   | autoscaling, where the service has limits |
 * | everything else | Terraform                                 |
 */
export const OWNED_BY_AUTOSCALING = ["desired_count"];
