import type autocannon from 'autocannon';
import { microsPerMilli, microsPerSecond } from '../../units.ts';

const sampleMillis = 20;
const longestSeconds = 2_000_000;
const leastTimeoutSeconds = 1;

/** What differs between two phases. */
export type ClientOptionParts = {
  readonly url: string;
  readonly users: number;
  readonly timeoutMicros: number;
  /** Told of each connection's client, in order, before it connects. */
  readonly setupClient: (client: autocannon.Client) => void;
};

/**
 * Every option of autocannon that matters, none left to its defaults. It is given one small request, because options are cloned for
 * each connection; the real ones are set one by one. It neither ends the load nor counts for us: `duration` is out of reach, and each
 * client is closed when nothing is left to send. No rate and so no correction, no workers, no pipelining, no reconnecting.
 *
 * The time-out is in seconds of at least 1 here, so `setupClient` sets it again in milliseconds.
 */
export function clientOptions({ url, users, timeoutMicros, setupClient }: ClientOptionParts): autocannon.Options {
  return {
    url,
    requests: [{ method: 'GET', path: '/', headers: {} }],
    connections: users,
    pipelining: 1,
    duration: longestSeconds,
    timeout: Math.max(leastTimeoutSeconds, timeoutMicros / microsPerSecond),
    sampleInt: sampleMillis,
    workers: 0,
    reconnectRate: 0,
    idReplacement: false,
    forever: false,
    json: false,
    debug: false,
    excludeErrorStats: true,
    skipAggregateResult: true,
    setupClient: (client) => {
      client.timeout = timeoutMicros / microsPerMilli;
      setupClient(client);
    },
  };
}
