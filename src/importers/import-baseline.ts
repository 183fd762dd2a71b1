import { detectFormat } from './detect-format.ts';
import { importError } from './import-problems.ts';
import {
  importedKind,
  importedSchemaVersion,
  type ImportedBaseline,
  type ImportedClass,
  type ImportedEntry,
  type ImportFormat,
} from './imported-baseline.ts';
import type { ImportedContent, Importer, ImportRequest, ImportSource } from './importer.ts';
import { importers } from './registry.ts';

/** How an import is done: what the user said, and what only the caller knows. */
export type ImportSettings = ImportRequest & {
  readonly format: ImportFormat | 'auto';
  /** The class of what was measured, or the one to keep of a source that has classes. */
  readonly cacheClass?: Exclude<ImportedClass, 'unknown'>;
  readonly hitgateVersion: string;
  /** ISO text. */
  readonly importedAt: string;
};

/**
 * Reads the result of another tool. @throws HitgateError [E_IMPORT], exit 2, with every problem by file and line, when the format
 * is not clear, or when the class that was asked for is not in it.
 */
export function importBaseline(source: ImportSource, settings: ImportSettings): ImportedBaseline {
  const importer = settings.format === 'auto' ? detectFormat(source) : importers[settings.format];
  refuseUseless(source, importer, settings);
  const { entries, notes, traffic, ...origin } = importer.read(source, settings);
  return {
    kind: importedKind,
    schemaVersion: importedSchemaVersion,
    hitgateVersion: settings.hitgateVersion,
    importedAt: settings.importedAt,
    source: { format: importer.format, ...origin, file: source.path },
    ...(traffic === undefined ? {} : { traffic }),
    entries: settings.cacheClass === undefined ? entries : ofClass(source, entries, settings.cacheClass),
    notes,
  };
}

function refuseUseless({ path }: ImportSource, { format, uses }: Importer, request: ImportRequest): void {
  const given = (['unit', 'metric', 'tag'] as const).filter((name) => request[name] !== undefined);
  const useless = given.filter((name) => !uses.includes(name)).map((name) => `--${name}`);
  if (useless.length === 0) return;
  throw importError([
    {
      file: path,
      message: `A file of the format ${format} has no use for ${useless.join(' and ')}`,
      hint:
        uses.length === 0
          ? 'leave it out'
          : `leave it out; ${format} takes ${uses.map((name) => `--${name}`).join(' and ')}`,
    },
  ]);
}

/** A source with classes is reduced to the one; the entries of one without are of that class because the user says so. */
function ofClass(
  source: ImportSource,
  entries: ImportedContent['entries'],
  cacheClass: ImportedClass,
): readonly ImportedEntry[] {
  const known = new Set(entries.flatMap((entry) => (entry.cacheClass === undefined ? [] : [entry.cacheClass])));
  const classless = known.size === 0 || (known.size === 1 && known.has('all'));
  if (classless)
    return entries.map((entry) => ({ ...entry, ...(entry.name === 'all' ? { name: cacheClass } : {}), cacheClass }));
  const kept = entries.filter((entry) => entry.cacheClass === cacheClass);
  if (kept.length > 0) return kept;
  throw importError([
    {
      file: source.path,
      message: `Expected answers of the class ${cacheClass}, found ${[...known].join(', ')}`,
      hint: `choose one with --class, or leave it out`,
    },
  ]);
}
