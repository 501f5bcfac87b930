import type { Platform } from "../../src/core";

/** The platform as all its stacks see it (001-158, 001-159). */
export const takeoff: Platform = {
  name: "takeoff",
  terraformVersion: ">= 1.5.0",
  state: {
    bucket: "takeoff-terraform-state",
    table: "takeoff-terraform-locks",
    region: "us-east-1",
    encryptionKey: "alias/takeoff-state",
  },
};

/** Where names of takeoff live; the hosted zone is an input. */
export const DOMAIN = "takeoff.example.com";
