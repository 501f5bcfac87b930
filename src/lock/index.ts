export { readLock, writeLock } from "./file";
