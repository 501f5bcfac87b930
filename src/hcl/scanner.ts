/** What is not Terraform's language, and where. */
export class SyntaxProblem extends Error {}

const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
/** The same for what nearly all names are made of, many times faster; it leaves off before anything else. */
const PLAIN_NAME = /[A-Za-z_][\w-]*(?![\w\-\u0080-\uffff])/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** A place in a text that moves on token by token. */
export class Scanner {
  at = 0;
  /** Inside brackets and parentheses a line may end anywhere; inside braces its end separates fields. */
  lines = false;

  constructor(readonly text: string) {}

  /** Ends the work with a sentence about this place. */
  fail(expected: string, at = this.at): never {
    const found = at >= this.text.length ? "the end" : JSON.stringify(this.text.slice(at, at + 12));
    throw new SyntaxProblem(`expected ${expected}, found ${found}`);
  }

  /** Passes over space and comments, and over line ends where they mean nothing. */
  skip(): void {
    for (;;) {
      const char = this.text[this.at];
      if (char === " " || char === "\t" || (!this.lines && (char === "\n" || char === "\r"))) this.at++;
      else if (char === "#" || this.text.startsWith("//", this.at)) this.at = this.endOfLine();
      else if (this.text.startsWith("/*", this.at)) {
        const end = this.text.indexOf("*/", this.at + 2);
        if (end === -1) this.fail("the end of a comment, */");
        this.at = end + 2;
      } else return;
    }
  }

  endOfLine(from = this.at): number {
    const end = this.text.indexOf("\n", from);
    return end === -1 ? this.text.length : end;
  }

  /** Whether this comes next. */
  sees(token: string): boolean {
    this.skip();
    return this.text.startsWith(token, this.at);
  }

  /** Takes this if it comes next. */
  takes(token: string): boolean {
    if (!this.sees(token)) return false;
    this.at += token.length;
    return true;
  }

  /** Takes what has to come next. */
  needs(token: string): void {
    if (!this.takes(token)) this.fail(token);
  }

  /** Whether this word comes next, and not as the beginning of a longer one. */
  seesWord(word: string): boolean {
    const start = this.at;
    const found = this.takesWord(word);
    this.at = start;
    return found;
  }

  takesWord(word: string): boolean {
    const start = this.at;
    if (this.name() === word) return true;
    this.at = start;
    return false;
  }

  name(): string | undefined {
    this.skip();
    return this.match(PLAIN_NAME) ?? this.match(NAME);
  }

  needsName(): string {
    return this.name() ?? this.fail("a name");
  }

  number(): string | undefined {
    this.skip();
    return this.match(NUMBER);
  }

  /** Does something where line ends matter, or do not. */
  within<T>(lines: boolean, work: () => T): T {
    const before = this.lines;
    this.lines = lines;
    const result = work();
    this.lines = before;
    return result;
  }

  /** Takes what a pattern finds right here. */
  match(token: RegExp): string | undefined {
    token.lastIndex = this.at;
    const found = token.exec(this.text)?.[0];
    if (found) this.at += found.length;
    return found;
  }
}
