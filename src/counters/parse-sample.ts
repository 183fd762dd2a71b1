/** A sample as its line gives it. */
type ParsedSample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

/** A sample, or why the line is none, with the name of its metric where that could be read. */
export type SampleParsing =
  | { readonly sample: ParsedSample; readonly reason?: undefined }
  | { readonly reason: string; readonly name?: string; readonly sample?: undefined };

const namePattern = /[a-zA-Z_:][\w:]*/uy;
const labelPattern = /[a-zA-Z_]\w*/uy;
const blankPattern = /[ \t]*/uy;
const wordPattern = /[^ \t]+/uy;
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu;
const infinite = /^([+-]?)inf(?:inity)?$/iu;
const escapes: Readonly<Record<string, string>> = { '\\': '\\', '"': '"', n: '\n' };

class LineFault extends Error {}

/**
 * Reads a line of samples of the Prometheus text format 0.0.4 and of OpenMetrics 1.0: a name, labels in braces, a value, and perhaps a
 * timestamp and an exemplar, which are looked at and left. A name may stand in quotes within the braces. Never throws.
 */
export function parseSample(line: string): SampleParsing {
  const scanner = new SampleScanner(line);
  try {
    return { sample: scanner.sample() };
  } catch (error) {
    if (!(error instanceof LineFault)) throw error;
    const { name } = scanner;
    return { reason: error.message, ...(name === undefined ? {} : { name }) };
  }
}

/** A number as expositions write it; undefined for anything else. */
export function parseNumber(text: string): number | undefined {
  if (decimal.test(text)) return Number(text);
  const sign = infinite.exec(text)?.[1];
  if (sign !== undefined) return sign === '-' ? -Infinity : Infinity;
  return /^[+-]?nan$/iu.test(text) ? NaN : undefined;
}

class SampleScanner {
  readonly #line: string;
  #at = 0;
  /** The metric's name, as soon as it was read. */
  name: string | undefined;

  constructor(line: string) {
    this.#line = line;
  }

  sample(): ParsedSample {
    this.#skipBlanks();
    this.name = this.#match(namePattern);
    this.#skipBlanks();
    const labels = this.#line[this.#at] === '{' ? this.#labels() : {};
    const { name } = this;
    if (name === undefined) throw new LineFault('it has no name of a metric');
    const value = this.#value();
    this.#timestamp();
    this.#end();
    return { name, labels, value };
  }

  #labels(): Readonly<Record<string, string>> {
    const entries = new Map<string, string>();
    this.#at += 1;
    for (;;) {
      this.#skipBlanks();
      if (this.#take('}')) return Object.fromEntries(entries);
      this.#label(entries);
      this.#skipBlanks();
      if (this.#take(',')) continue;
      if (!this.#take('}')) throw new LineFault('its labels are not closed');
      return Object.fromEntries(entries);
    }
  }

  #label(entries: Map<string, string>): void {
    const isQuoted = this.#line[this.#at] === '"';
    const label = isQuoted ? this.#quoted() : this.#match(labelPattern);
    if (label === undefined) throw new LineFault('a label has no name');
    this.#skipBlanks();
    if (!this.#take('=')) {
      if (!isQuoted || this.name !== undefined || entries.size > 0 || label === '')
        throw new LineFault(`the label ${label} has no value`);
      this.name = label;
      return;
    }
    this.#skipBlanks();
    if (this.#line[this.#at] !== '"') throw new LineFault(`the value of the label ${label} is not in quotes`);
    if (entries.has(label)) throw new LineFault(`the label ${label} is given twice`);
    entries.set(label, this.#quoted());
  }

  #quoted(): string {
    let text = '';
    for (let at = this.#at + 1; at < this.#line.length; at += 1) {
      const character = this.#line[at] ?? '';
      if (character === '"') {
        this.#at = at + 1;
        return text;
      }
      if (character === '\\') {
        at += 1;
        const escaped = this.#line[at] ?? '';
        text += escapes[escaped] ?? `\\${escaped}`;
      } else text += character;
    }
    throw new LineFault('a quote is not closed');
  }

  #value(): number {
    this.#skipBlanks();
    const word = this.#match(wordPattern);
    if (word === undefined || word === '#') throw new LineFault('it has no value');
    const value = parseNumber(word);
    if (value === undefined) throw new LineFault(`its value ${shortened(word)} is no number`);
    return value;
  }

  #timestamp(): void {
    this.#skipBlanks();
    if (this.#line[this.#at] === '#' || this.#at >= this.#line.length) return;
    const word = this.#match(wordPattern) ?? '';
    if (!Number.isFinite(parseNumber(word) ?? NaN))
      throw new LineFault(`its timestamp ${shortened(word)} is no number`);
  }

  /** An exemplar, or nothing. */
  #end(): void {
    this.#skipBlanks();
    const rest = this.#line.slice(this.#at);
    if (rest !== '' && !/^#[ \t]*\{/u.test(rest)) throw new LineFault(`${shortened(rest)} stands behind its value`);
  }

  #skipBlanks(): void {
    this.#match(blankPattern);
  }

  #take(character: string): boolean {
    if (this.#line[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#line)?.[0];
    if (found === undefined) return undefined;
    this.#at += found.length;
    return found;
  }
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 20 ? `${text.slice(0, 20)}…` : text);
}
