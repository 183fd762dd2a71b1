import { importError } from './import-problems.ts';
import type { ImportSource } from './importer.ts';

/** One line of a text; `line` counts from 1. */
export type TextLine = { readonly line: number; readonly text: string };

// eslint-disable-next-line no-control-regex
const colours = /\u001B\[[\d;]*m/gu;

/** The lines of a text without line ends and colours; a byte-order mark is left out. */
export function linesOf(text: string): TextLine[] {
  return text
    .replace(/^\uFEFF/u, '')
    .replaceAll(colours, '')
    .split(/\r?\n/u)
    .map((line, index) => ({ line: index + 1, text: line }));
}

/** The number of the last line that holds anything, at least 1. */
export function lastLine(lines: readonly TextLine[]): number {
  return lines.findLast(({ text }) => text.trim() !== '')?.line ?? 1;
}

/**
 * The text of a source that must be one file with something in it.
 * @throws HitgateError [E_IMPORT] for a folder, an empty file, or bytes that are no text
 */
export function fileText(source: ImportSource, wanted: string): string {
  const { path } = source;
  if (source.kind === 'folder') {
    throw importError([{ file: path, message: `Expected ${wanted}, got a folder`, hint: 'give the file itself' }]);
  }
  if (source.text.trim() === '') {
    throw importError([
      {
        file: path,
        line: 1,
        message: `Expected ${wanted}, got an empty file`,
        hint: 'run the tool again, and look whether it wrote its result',
      },
    ]);
  }
  if (source.text.includes('\0')) {
    const line = source.text.slice(0, source.text.indexOf('\0')).split('\n').length;
    throw importError([
      {
        file: path,
        line,
        message: `Expected ${wanted}, got bytes that are no text`,
        hint: 'unpack the file if it is compressed, and store it as UTF-8',
      },
    ]);
  }
  return source.text;
}

/** A format shows within so many characters; the rest of a great file is not looked at before it is read. */
const recognisedLength = 4_000_000;

/** The beginning of a file for recognising it: '' for a folder. */
export function textOf(source: ImportSource): string {
  return source.kind === 'file' ? source.text.slice(0, recognisedLength) : '';
}

/** An address without user, password, query and fragment, which can hold secrets. */
export function publicAddress(url: string): string {
  return url.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/?#]*@/iu, '$1').replace(/[?#].*$/u, '');
}
