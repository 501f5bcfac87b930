import type { Landform } from "../../engine";

/** Makes the App with every stack; main.ts has it. */
export type Program = () => Landform;
