import { RandomStream, streams } from '../../src/random.ts';
import { binomialCdf } from '../../src/stats/binomial.ts';
import { logEvidenceAbove, logEvidenceBelow, logEvidenceLimit } from '../../src/stats/e-process.ts';

const step = 200;
const cap = 60_000;
const allowed = 0.05;
const seed = 20_250_401;

/** How runs ended, in shares, and the samples after which they were decided, ascending; an open run counts as the cap. */
export type Looks = { readonly passed: number; readonly failed: number; readonly samples: readonly number[] };

/** Runs of independent samples of which `share` break the limit of p(95), looked at every 200 samples, up to 60 000. */
export function simulateLooks(share: number, runs: number): Looks {
  const cumulative = Array.from({ length: step + 1 }, (_, count) => binomialCdf(count, step, share));
  const random = new RandomStream(seed, streams.keys);
  const ends = Array.from({ length: runs }, (_, run) =>
    runUntilDecided((look) => {
      const uniform = random.uniformAt(run, look);
      return cumulative.findIndex((probability) => probability > uniform);
    }),
  );
  return {
    passed: ends.filter(({ decision }) => decision === 'pass').length / runs,
    failed: ends.filter(({ decision }) => decision === 'fail').length / runs,
    samples: ends.map(({ n }) => n).toSorted((left, right) => left - right),
  };
}

function runUntilDecided(drawOver: (look: number) => number): { decision: 'pass' | 'fail' | 'open'; n: number } {
  const limit = logEvidenceLimit();
  let over = 0;
  for (let n = step; n <= cap; n += step) {
    over += drawOver(n);
    if (logEvidenceBelow(over, n, allowed) >= limit) return { decision: 'pass', n };
    if (logEvidenceAbove(over, n, allowed) >= limit) return { decision: 'fail', n };
  }
  return { decision: 'open', n: cap };
}
