import type { WatchIdentity } from '../../src/watch/describe-watch.ts';

/** A watch of the scenario `sla` by its own load. */
export const identity: WatchIdentity = {
  hitgateVersion: '0.1.0',
  id: '2026-01-08-000000-watch-sla',
  scenario: 'sla',
  source: { kind: 'own load', url: 'http://127.0.0.1:8080', words: '10 requests a second' },
  startedAt: '2026-01-08T00:00:00.000Z',
  isoOf: (wallMillis) => new Date(wallMillis).toISOString(),
};
