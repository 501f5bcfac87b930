export { Landform } from "./app";
export { ZipAsset } from "./asset";
export { type Locking, StateBackend, type StateLocation } from "./backend";
export { isToken, json, lazyJson, literal } from "./json";
export { type Problem, problemsOf, report, ValidationError } from "./problems";
export type { Json } from "./render";
export { type Dependable, LandformStack, waitFor } from "./stack";
export { tune, untune } from "./tune";
export { Input, type InputProps, Output, recordPath } from "./values";
