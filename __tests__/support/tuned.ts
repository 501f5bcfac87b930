import { afterAll } from "vitest";
import { tune } from "../../src/engine";
import { removeFolders } from "./synth";

tune();
afterAll(removeFolders);
