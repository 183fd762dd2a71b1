import { exitCodes, HitgateError, type Problem } from '../errors.ts';

const mostProblems = 20;

/** Where in a file something is; `line` and `column` count from 1. */
export type Place = { readonly line: number; readonly column?: number };

/** Something that cannot be imported: code E_IMPORT, exit 2. */
export function importError(problems: readonly Problem[]): HitgateError {
  const message = problems[0]?.message ?? 'The file cannot be imported';
  return new HitgateError(message, { code: 'E_IMPORT', exitCode: exitCodes.usage, problems });
}

/** Collects what is wrong with a file, so that all of it is said at once. */
export class ImportProblems {
  readonly #file: string;
  readonly #problems: Problem[] = [];

  constructor(file: string) {
    this.#file = file;
  }

  /** Notes a problem of a line. */
  add(place: Place, message: string, hint: string): void {
    this.#problems.push({ file: this.#file, ...place, message, hint });
  }

  /** Takes over what was found in another file. */
  addAll(other: ImportProblems): void {
    this.#problems.push(...other.#problems);
  }

  /** Takes over the problems of an error of this kind; throws anything else again. */
  addThrown(error: unknown): void {
    if (!(error instanceof HitgateError)) throw error;
    this.#problems.push(...error.problems);
  }

  /** Whether nothing was noted. */
  get isEmpty(): boolean {
    return this.#problems.length === 0;
  }

  /** Does nothing when there are none. @throws HitgateError [E_IMPORT] with the first 20 and the number of the others */
  throwIfAny(): void {
    if (this.isEmpty) return;
    const more = this.#problems.length - mostProblems;
    const rest =
      more > 0
        ? [{ file: this.#file, message: `and ${more} more problems`, hint: 'mend the first ones and import it again' }]
        : [];
    throw importError([...this.#problems.slice(0, mostProblems), ...rest]);
  }
}

/** A text for a message: in quotation marks, without control characters, at most 60 characters. */
export function quote(text: string): string {
  const visible = text.replaceAll(/\p{Cc}/gu, ' ').trim();
  return visible.length > 60 ? `"${visible.slice(0, 59)}…"` : `"${visible}"`;
}
