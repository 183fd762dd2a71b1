import type { WatchHead } from '../../report/watch-record.ts';
import type { Look } from '../../watch/reading.ts';

/** Where a watch has its figures from. */
export type WatchSource = {
  readonly describe: () => WatchHead['source'];
  /** Works until `signal` aborts, and then ends. @throws what is a bug; a service that is away is none. */
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** What is seen now. Takes no longer than a look may, and never rejects for what a service does. */
  readonly read: (nowMicros: number, signal: AbortSignal) => Promise<Pick<Look, 'readings' | 'details' | 'fault'>>;
};

/** An address without user, password and query, for a report. */
export function plainUrl(url: string): string {
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  parsed.search = '';
  return parsed.href.replace(/\/$/u, '');
}
