export { StateStore } from "./state-store";
