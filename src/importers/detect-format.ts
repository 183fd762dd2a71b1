import { importError } from './import-problems.ts';
import { importFormats } from './imported-baseline.ts';
import type { Importer, ImportSource } from './importer.ts';
import { importers } from './registry.ts';
import { fileText } from './source-text.ts';

/**
 * The importer whose format a source has. @throws HitgateError [E_IMPORT] when it looks like none, or like several: then it
 * names them.
 */
export function detectFormat(source: ImportSource): Importer {
  if (source.kind === 'file') fileText(source, 'the result of a benchmark or a load test');
  const found = importFormats.map((format) => ({
    importer: importers[format],
    how: importers[format].recognise(source),
  }));
  const sure = found.filter(({ how }) => how === 'surely');
  const candidates = (sure.length > 0 ? sure : found.filter(({ how }) => how === 'weakly')).map(
    ({ importer }) => importer,
  );
  const [first, second] = candidates;
  if (first !== undefined && second === undefined) return first;
  const place = source.kind === 'file' ? { file: source.path, line: 1 } : { file: source.path };
  if (first === undefined) {
    throw importError([
      {
        ...place,
        message: 'Expected the result of a benchmark or a load test, got something of no known format',
        hint: `give its format with --format (${importFormats.join(', ')})`,
      },
    ]);
  }
  const names = candidates.map(({ format, title }) => `${format} (${title})`).join(' or ');
  throw importError([
    {
      ...place,
      message: `The file can be read in several ways: ${names}`,
      hint: `choose one with --format ${candidates.map(({ format }) => format).join('|')}`,
    },
  ]);
}
