import { z } from 'zod';
import type { Calibration, Snapshot } from '../recorder/snapshot.ts';

const count = z.int().nonnegative();
const micros = z.number().nonnegative();
const share = z.number().min(0).max(1);

/** A histogram as a report keeps it; whether it can be decoded is seen when it is read. */
export const histogramRecord = z
  .string()
  .regex(/^HIST[A-Za-z0-9+/]+=*$/u, { error: 'must be an HDR histogram in the V2 encoding' });

const classRecord = z
  .object({
    count,
    service: histogramRecord.exactOptional(),
    response: histogramRecord.exactOptional(),
    waiting: histogramRecord.exactOptional(),
  })
  .refine(({ count: samples, ...histograms }) => samples > 0 || Object.keys(histograms).length === 0, {
    error: 'has histograms although it counts no sample',
  });

const threeCounts = z.tuple([count, count, count]);
const threeMicros = z.tuple([micros, micros, micros]);

const figures = {
  durationMicros: micros,
  requests: count,
  dropped: count,
  classes: z.object({ hit: classRecord, miss: classRecord, unknown: classRecord }),
  failures: z.object({
    refused: count,
    reset: count,
    timeout: count,
    malformed: count,
    truncated: count,
    status: count,
    body: count,
    interrupted: count,
  }),
  inFlight: z.object({ min: count, max: count, mean: z.number().nonnegative(), observations: count }).exactOptional(),
  checks: z.record(z.string(), z.object({ made: count, held: count })),
  overLimit: z.array(
    z.object({
      cacheClass: z.enum(['hit', 'miss', 'unknown']).exactOptional(),
      latency: z.enum(['service', 'response', 'waiting']),
      limitMicros: z.number(),
      equalIsOver: z.boolean(),
      over: count,
      count,
    }),
  ),
};

const sliceCounts = { counts: threeCounts, failed: count, dropped: count, over: z.array(count) };

const phase = z.object({
  ...figures,
  statuses: z.record(z.string(), count),
  lateness: histogramRecord,
  slices: z.array(
    z.object({
      second: count,
      ...sliceCounts,
      inFlight: z.tuple([count, count]).exactOptional(),
      hit: threeMicros.exactOptional(),
      miss: threeMicros.exactOptional(),
      during: z.array(z.object({ fault: count, ...sliceCounts })).exactOptional(),
    }),
  ),
  blocks: z
    .array(
      z.object({
        fromSecond: count,
        seconds: z.int().positive(),
        counts: threeCounts,
        failed: count,
        hit: histogramRecord.exactOptional(),
        miss: histogramRecord.exactOptional(),
      }),
    )
    .exactOptional(),
  windows: z
    .array(z.object({ name: z.string(), spans: z.array(z.tuple([micros, micros])), ...figures }))
    .exactOptional(),
});

const faultStep = z.object({
  status: z.enum(['done', 'failed', 'timed out', 'interrupted']),
  how: z.string(),
  output: z.string(),
});

const faultRecord = z.object({
  name: z.string(),
  action: z.string(),
  plannedAtMicros: micros,
  plannedForMicros: micros,
  beganMicros: micros.exactOptional(),
  broughtAboutMicros: micros.exactOptional(),
  undoBeganMicros: micros.exactOptional(),
  undoneMicros: micros.exactOptional(),
  injection: faultStep.exactOptional(),
  undos: z.array(faultStep),
});

const workerRecord = z.object({
  utilisation: share,
  worstSecondUtilisation: share,
  delayP50Micros: micros,
  delayP99Micros: micros,
  delayMaxMicros: micros,
  gcCount: count,
  gcTotalMicros: micros,
  gcLongestMicros: micros,
  requests: count,
  socketErrors: z.record(z.string(), count).exactOptional(),
});

const processRecord = z.object({
  userCores: z.number().nonnegative(),
  systemCores: z.number().nonnegative(),
  involuntarySwitches: count,
  portsLeft: count.exactOptional(),
  filesLeft: count.exactOptional(),
});

/** A run as a report keeps it. */
export const snapshotRecord: z.ZodType<Snapshot> = z.object({
  run: z.int().positive(),
  startedAt: z.string(),
  warmup: phase,
  measure: phase,
  generator: z
    .object({
      eventLoopUtilisation: share,
      eventLoopDelayP99Micros: micros,
      cpuCores: z.number().nonnegative(),
      residentBytes: count,
      promisedInFlight: count.exactOptional(),
      pace: z.enum(['precise', 'economical']).exactOptional(),
      workers: z.array(workerRecord).exactOptional(),
      process: processRecord.exactOptional(),
    })
    .exactOptional(),
  sentCheck: z.string().exactOptional(),
  ended: z.enum(['completed', 'aborted', 'target-lost']),
  endedEarly: z
    .object({ afterSeconds: count, by: z.enum(['decided', 'abort-on-fail']), gate: z.string().exactOptional() })
    .exactOptional(),
  faults: z.array(faultRecord).exactOptional(),
});

const measuredPair = z.object({ p50Micros: micros, p99Micros: micros, count });

/** A calibration as a report keeps it. */
export const calibrationRecord: z.ZodType<Calibration> = z.object({
  roundTrip: measuredPair,
  tenUsers: measuredPair,
  cpuMicros: micros.exactOptional(),
  clockStepMicros: micros,
  wakeUp: measuredPair.exactOptional(),
});
