import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Collects this thread's garbage now, all of it or only the young, so that it does not cost a pause later. Collecting all when nothing is
 * outstanding also throws away the shapes of objects that come and go with requests, and with them the compiled code that knew them: it
 * belongs before the first request, not before the measured ones. Does nothing where the runtime does not let a program ask for it.
 */
export function collectGarbage(what: 'all' | 'young'): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('globalThis.gc');
  if (typeof collect !== 'function') return;
  if (what === 'all') collect();
  else collect({ type: 'minor' });
}
