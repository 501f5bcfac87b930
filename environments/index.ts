import type { PlatformStack } from "../src/core";
import type { Landform } from "../src/engine";
import { production } from "./takeoff/production";
import { registry, state } from "./takeoff/shared";
import { staging } from "./takeoff/staging";

/** Every environment of every platform. A new one is a line here. */
export const environments: readonly ((app: Landform) => PlatformStack)[] = [
  state,
  registry,
  staging,
  production,
];
