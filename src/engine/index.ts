export { type Changes, NOTHING_RECORDED } from "./addresses/changes";
export { LOCK_FILE, type Lock, type Move, type StackLock } from "./addresses/lock";
export { recordChanges } from "./addresses/record";
export { Landform } from "./app";
export { ZipAsset } from "./asset";
export { type Locking, StateBackend, type StateLocation } from "./backend";
export { Ephemeral, numberOf } from "./ephemeral";
export { CONFIG_FILE, stackFolder } from "./folders";
export { canonical, isToken, json, lazyJson, lazyText, literal } from "./json";
export { type Problem, problemsOf, report, ValidationError, whenComplete } from "./problems";
export { PROVIDERS } from "./providers";
export type { Json } from "./render";
export { type Dependable, LandformStack, waitFor } from "./stack";
export { ProviderScope } from "./tree";
export { tune, untune } from "./tune";
export {
  Input,
  type ListInput,
  Local,
  type NumberInput,
  type ObjectInput,
  Output,
  recordPath,
  type TextInput,
  type TextRule,
} from "./values";
