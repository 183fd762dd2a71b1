import type { z } from 'zod';
import { microsOf } from '../normalise-load.ts';
import { defaultSettle, type cacheProbeSchema } from './cache-probe-schema.ts';
import { probeQuestionOf, type ProbeQuestion } from './probe-question.ts';

/** What the cache must do. What is absent is not tried. */
export type CacheProbe = {
  /** Fresh questions that are asked twice. */
  readonly asks: number;
  /** Pause between a miss and its repeat. */
  readonly settleMicros: number;
  /** What a cached question in capitals is, and one with a space at its end. */
  readonly otherCase?: 'hit' | 'miss';
  readonly trailingSpace?: 'hit' | 'miss';
  /** How long the service keeps an answer. */
  readonly ttlMicros?: number;
  /** A question that the service fails to answer. */
  readonly failing?: ProbeQuestion;
};

/** The options of the probe of the cache. */
export function cacheProbeOf(written: z.output<typeof cacheProbeSchema>, asks: number): CacheProbe {
  if (written === true) return { asks, settleMicros: microsOf(defaultSettle) };
  const { key, settle, ttl, failing } = written;
  const { otherCase, trailingSpace } = key === 'exact' ? exact : (key ?? {});
  return {
    asks,
    settleMicros: microsOf(settle),
    ...(otherCase === undefined ? {} : { otherCase }),
    ...(trailingSpace === undefined ? {} : { trailingSpace }),
    ...(ttl === undefined ? {} : { ttlMicros: microsOf(ttl) }),
    ...(failing === undefined ? {} : { failing: probeQuestionOf(failing) }),
  };
}

const exact = { otherCase: 'miss', trailingSpace: 'miss' } as const;
