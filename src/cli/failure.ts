/** A command that ends in the expected, unhappy way: its message is all there is to say. */
export class Failure extends Error {
  constructor(
    message: string,
    /** What the process ends with. @default 1 */
    readonly exitCode = 1,
  ) {
    super(message);
  }
}

/** What does not begin any more, since the command was interrupted. */
export class Interrupted extends Failure {
  constructor() {
    super("interrupted", 130);
  }
}
