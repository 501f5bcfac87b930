import { tune } from "../../src/engine";

tune();
