/** Whether something is lost for good when Terraform destroys it. */
export type Keeping = "stateful" | "stateless";

/** Something that has another address than before. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** What is recorded of a stack. */
export interface StackLock {
  /** Every address of the stack. */
  readonly addresses: Readonly<Record<string, Keeping>>;
  /** What had another address once; Terraform is told as long as it stands here. */
  readonly moved: readonly Move[];
  /** What may be destroyed though it keeps something, and why. */
  readonly retired: Readonly<Record<string, string>>;
}

/** The file in the folder of a project that records its addresses; `src/lock` reads and writes it. */
export const LOCK_FILE = "addresses.lock.json";

/** What that file records, by stack. */
export type Lock = Readonly<Record<string, StackLock>>;
