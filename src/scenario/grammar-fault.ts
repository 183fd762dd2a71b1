/** What is wrong with a threshold, as a sentence, and what to do: thrown within the parser, caught at its entry. */
export class GrammarFault extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'GrammarFault';
    this.hint = hint;
  }
}

/** Text with a place in it: the scanner of both threshold grammars. */
export class Cursor {
  readonly text: string;
  #at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Column of the next character, from 1. */
  get column(): number {
    return this.#at + 1;
  }

  /** Reads what `pattern` (sticky) matches here, or undefined. */
  take(pattern: RegExp): string | undefined {
    const sticky = new RegExp(pattern.source, 'uy');
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  /** Reads white space, then what `pattern` matches. @throws GrammarFault that names what was wanted and got. */
  want(pattern: RegExp, wanted: string, hint: string): string {
    this.take(/\s*/u);
    const found = this.take(pattern);
    if (found === undefined) throw this.fault(wanted, hint);
    return found;
  }

  /** The next run of characters that belong together, without reading it. */
  peek(): string {
    return /^(?:[\w.]+|[^\s\w]{1,3})/u.exec(this.text.slice(this.#at))?.[0] ?? '';
  }

  /** A fault at this place. */
  fault(wanted: string, hint: string): GrammarFault {
    const next = this.peek();
    const got = next === '' ? 'the end' : JSON.stringify(next);
    return new GrammarFault(`expected ${wanted}, got ${got} at column ${this.column} of "${this.text}"`, hint);
  }
}
