import { LineCounter, parseDocument } from 'yaml';
import { importError, quote, type ImportProblems, type Place } from './import-problems.ts';

/** A path into a JSON value: ['metrics', 'http_req_duration', 'avg']. */
type JsonPath = readonly (string | number)[];

/**
 * A JSON text whose values are read by path; what is missing or of another kind is noted as a problem with its line.
 * @throws HitgateError [E_IMPORT] from the constructor when the text is no JSON object, or is cut off
 */
export class JsonSource {
  readonly #text: string;
  readonly #value: Readonly<Record<string, unknown>>;
  readonly #problems: ImportProblems;
  readonly #title: string;
  /** Where each value is; found only when there is something to say of one. */
  #positions: Positions | undefined;

  constructor(file: { readonly path: string; readonly text: string }, title: string, problems: ImportProblems) {
    this.#text = file.text.replace(/^\uFEFF/u, '');
    this.#title = title;
    this.#problems = problems;
    this.#value = parseObject(this.#text, file.path, title);
  }

  /** The value at a path, whatever it is; undefined when there is none. */
  get(path: JsonPath): unknown {
    return path.reduce<unknown>(
      (value, key) => (isContainer(value) && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined),
      this.#value,
    );
  }

  /** The object at a path; undefined when there is none or it is something else. */
  object(path: JsonPath): Readonly<Record<string, unknown>> | undefined {
    const value = this.get(path);
    return isObject(value) ? value : undefined;
  }

  /** The text at a path, if it is one. */
  textAt(path: JsonPath): string | undefined {
    const value = this.get(path);
    return typeof value === 'string' ? value : undefined;
  }

  /** A number of 0 or more that must be there; notes a problem and returns undefined otherwise. */
  count(path: JsonPath): number | undefined {
    return this.#number(path, 'a number of 0 or more', (value) => value >= 0);
  }

  /** A number over 0 that must be there; notes a problem and returns undefined otherwise. */
  positive(path: JsonPath): number | undefined {
    return this.#number(path, 'a number over 0', (value) => value > 0);
  }

  /** A number of 0 or more that may be missing. */
  optionalCount(path: JsonPath): number | undefined {
    return this.get(path) === undefined ? undefined : this.count(path);
  }

  /** A whole number over 0 that must be there; notes a problem and returns undefined otherwise. */
  positiveWhole(path: JsonPath): number | undefined {
    return this.#number(path, 'a whole number over 0', (value) => value > 0 && Number.isInteger(value));
  }

  /** A whole number of 0 or more that may be missing. */
  optionalWhole(path: JsonPath): number | undefined {
    if (this.get(path) === undefined) return undefined;
    return this.#number(path, 'a whole number of 0 or more', (value) => value >= 0 && Number.isInteger(value));
  }

  /** Notes a problem at a path, or at the nearest part of it that exists. */
  fault(path: JsonPath, message: string, hint: string): void {
    this.#problems.add(this.#placeOf(path), message, hint);
  }

  #number(path: JsonPath, wanted: string, fits: (value: number) => boolean): number | undefined {
    const value = this.get(path);
    const isTooGreat = typeof value === 'number' && value > Number.MAX_SAFE_INTEGER;
    // JSON has a −0, which would not be stored as one.
    if (typeof value === 'number' && !isTooGreat && fits(value)) return value + 0;
    const got = value === undefined ? 'nothing' : (JSON.stringify(value) ?? '').slice(0, 60);
    this.fault(
      path,
      `Expected ${path.join('.')} to be ${wanted}${isTooGreat ? ' and below 2^53' : ''}, got ${isTooGreat ? value : got}`,
      `check that the file is a complete ${this.#title}`,
    );
    return undefined;
  }

  #placeOf(path: JsonPath): Place {
    this.#positions ??= findPositions(this.#text);
    const { document, lines } = this.#positions;
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      const start = hasRange(node) ? node.range?.[0] : undefined;
      if (start !== undefined) {
        const { line, col } = lines.linePos(start);
        return { line, column: col };
      }
    }
    return { line: 1 };
  }
}

type Positions = ReturnType<typeof findPositions>;

function findPositions(text: string): {
  readonly document: ReturnType<typeof parseDocument>;
  readonly lines: LineCounter;
} {
  const lines = new LineCounter();
  return { document: parseDocument(text, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false }), lines };
}

function parseObject(text: string, file: string, title: string): Readonly<Record<string, unknown>> {
  const found = tryParse(text);
  if ('value' in found) {
    if (isObject(found.value)) return found.value;
    throw importError([
      {
        file,
        line: 1,
        message: `Expected the JSON object of ${title}, got ${quote(JSON.stringify(found.value))}`,
        hint: 'give the file as the tool wrote it',
      },
    ]);
  }
  const position = faultPosition(text.trimEnd());
  const place = { file, ...placeAt(text, position) };
  throw importError([
    position >= text.trimEnd().length
      ? {
          ...place,
          message: `The ${title} is cut off: it ends before its JSON does`,
          hint: 'let the tool run to its end, and copy the whole file',
        }
      : {
          ...place,
          message: `Expected the JSON of ${title}, got text that is no JSON (${found.message})`,
          hint: 'give the file as the tool wrote it, with nothing before or behind it',
        },
  ]);
}

/**
 * Where a text stops being the beginning of a JSON text; its length when it does not, because it is cut off. JavaScript's own
 * messages name a position only sometimes, so it is sought between prefixes that only end too early and those that are wrong.
 */
function faultPosition(text: string): number {
  let [early, wrong] = [0, text.length + 1];
  while (wrong - early > 1) {
    const middle = Math.floor((early + wrong) / 2);
    if (endsEarly(text.slice(0, middle))) early = middle;
    else wrong = middle;
  }
  return early;
}

function endsEarly(text: string): boolean {
  const found = tryParse(text);
  if ('value' in found) return true;
  const position = /position (\d+)/u.exec(found.message)?.[1];
  return /^(?:Unexpected end|Unterminated)/u.test(found.message) || Number(position) >= text.length;
}

function tryParse(text: string): { readonly value: unknown } | { readonly message: string } {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (error) {
    return { message: error instanceof Error ? error.message.replaceAll(/\s+/gu, ' ') : String(error) };
  }
}

function placeAt(text: string, position: number): Place {
  const before = text.slice(0, position).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isContainer(value) && !Array.isArray(value);
}

function hasRange(node: unknown): node is { readonly range?: readonly number[] | null } {
  return isContainer(node) && 'range' in node;
}
