/**
 * Who changes what on a running service besides Terraform. An attribute of another owner is set when the service is
 * made, and then left alone: Terraform would undo the owner's work at every apply.
 *
 * | attribute      | owner                                      |
 * |----------------|--------------------------------------------|
 * | desired_count  | autoscaling, where the service has limits  |
 * | everything else| Terraform                                  |
 */
export function ignoredByTerraform({ autoscaled }: { readonly autoscaled: boolean }): string[] {
  return autoscaled ? ["desired_count"] : [];
}
