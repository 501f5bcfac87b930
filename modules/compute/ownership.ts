/**
 * Attributes that somebody else changes while a service runs: set at first, and then left alone. Terraform would undo the
 * owner's work at every apply.
 *
 * | attribute                  | owner                                                  |
 * |----------------------------|--------------------------------------------------------|
 * | desired_count              | autoscaling, where the service has limits              |
 * | min_capacity, max_capacity | scheduled actions, where the limits have any           |
 * | everything else            | Terraform                                              |
 */
export const OWNED_BY_AUTOSCALING = ["desired_count"];

/** Limits of a service that change by the clock. */
export const OWNED_BY_SCHEDULES = ["min_capacity", "max_capacity"];
