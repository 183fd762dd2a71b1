import type { ImportedEntry, ImportedSource, ImportedTraffic, ImportFormat } from './imported-baseline.ts';

/** One file by its path and text. */
export type SourceFile = { readonly path: string; readonly text: string };

/** What is imported: a file, or the files of a folder (by paths that begin with the folder's). */
export type ImportSource =
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  | { readonly kind: 'folder'; readonly path: string; readonly files: readonly SourceFile[] };

/** The units in which a source without one can be told to count. */
export const valueUnits = ['ns', 'us', 'ms', 's'] as const;

/** What the user said beside the file. */
export type ImportRequest = {
  /** For `hlog` and `hgrm`, whose text does not have to name a unit. */
  readonly unit?: (typeof valueUnits)[number];
  /** For k6: the time metric (default http_req_duration). */
  readonly metric?: string;
  /** For k6: the tag that holds hit or miss (default cache). */
  readonly tag?: string;
  /** Milliseconds since 1970 as ISO text. */
  readonly formatTime: (wallMillis: number) => string;
};

/** What an importer found. */
export type ImportedContent = Pick<ImportedSource, 'tool' | 'toolVersion' | 'takenAt' | 'target'> & {
  readonly traffic?: ImportedTraffic;
  readonly entries: readonly ImportedEntry[];
  readonly notes: readonly string[];
};

/** How sure an importer is that a source is its own: `weakly` counts only when no other is sure. */
export type Recognition = 'surely' | 'weakly' | 'no';

/** The reader of one format: pure functions of the text. */
export type Importer = {
  readonly format: ImportFormat;
  /** What the format is, for a person. */
  readonly title: string;
  /** What of a request it can use; anything else that is given is an error, because it would be without effect. */
  readonly uses: readonly ('unit' | 'metric' | 'tag')[];
  readonly recognise: (source: ImportSource) => Recognition;
  /** @throws HitgateError [E_IMPORT] with every problem by line */
  readonly read: (source: ImportSource, request: ImportRequest) => ImportedContent;
};
