import { hyphenated, type Platform } from "../../src/core";

/**
 * The platform as all its stacks see it (001-158, 001-159). Its document names what an environment has one of after the
 * environment alone, services without it, and security groups with a suffix.
 */
export const takeoff: Platform = {
  name: "takeoff",
  terraformVersion: ">= 1.11.0",
  state: {
    bucket: "takeoff-terraform-state",
    table: "takeoff-terraform-locks",
    region: "us-east-1",
    encryptionKey: "alias/takeoff-state",
  },
  names: {
    dashboard: ({ base }) => base,
    // Replicas are called after the database, which has no name of its own.
    "db-instance": ({ base, thing }) => hyphenated(base, thing.replace(/^db-?/, "")),
    "db-parameter-group": ({ base, part }) => hyphenated(base, part),
    "db-snapshot": ({ base, part }) => hyphenated(base, part),
    "db-subnet-group": ({ base }) => `${base}-db-subnet`,
    "cache-parameter-group": ({ base, part }) => `${base}-${part}`,
    "cache-subnet-group": ({ base }) => `${base}-cache-subnet`,
    "ecs-cluster": ({ base }) => base,
    "ecs-service": ({ thing }) => thing,
    "exec-log-group": ({ base }) => `/ecs/${base}/exec`,
    "flow-log-group": ({ base }) => `/vpc/${base}/flow-logs`,
    "iam-policy": ({ thing, part }) => (thing === "network" ? "flow-logs-policy" : part),
    "iam-role": ({ base, thing, part }) => hyphenated(base, thing === "network" ? "vpc" : thing, part),
    "kms-alias": ({ base }) => `alias/${base}`,
    "load-balancer": ({ base }) => base,
    "security-group": ({ base, thing }) => `${base}-${thing}-sg`,
    tag: ({ base, part }) => hyphenated(base, part),
    "target-group": ({ base, part }) => hyphenated(base, part),
    "web-acl-log-group": ({ base }) => `aws-waf-logs-${base}`,
  },
};

/** Where names of takeoff live; the hosted zone is an input. */
export const DOMAIN = "takeoff.example.com";

/** Where copies are kept of what must outlive the loss of us-east-1. */
export const RECOVERY_REGION = "us-west-2";
