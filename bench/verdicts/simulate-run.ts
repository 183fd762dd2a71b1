import { limitCountersOf } from '../../src/judge/limit-counters.ts';
import { RandomStream, streams } from '../../src/random.ts';
import type { GateWatch } from '../../src/judge/sequential/gate-watch.ts';
import { createRecorder } from '../../src/recorder/recorder.ts';
import { createSample } from '../../src/recorder/sample.ts';
import type { Snapshot } from '../../src/recorder/snapshot.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

const microsPerSecond = 1_000_000;

/** The standard deviation of the logarithm of a simulated latency. */
const spread = 0.3;

/** Φ⁻¹(0.95). */
const z95 = 1.6448536269514722;

/** Latencies of one class: log-normal with this true p95. */
type SimulatedClass = { readonly p95Millis: number };

/** What a simulated run is made of. */
export type RunShape = {
  readonly seconds: number;
  readonly perSecond: number;
  /** Of a latency, on the logarithm's scale, with the one before it of the same class. */
  readonly correlation: number;
  /** Every so-manieth request is a miss; none when it is absent. */
  readonly missEvery?: number;
  readonly hit: SimulatedClass;
  readonly miss?: SimulatedClass;
};

/** Normal numbers, the same for the same seed and stream on every machine (Box and Muller 1958, by one of both). */
export function normals(seed: number, number: number): () => number {
  const random = new RandomStream(seed, streams.keys);
  let index = 0;
  return () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random.uniformAt(number, index++)));
    return radius * Math.cos(2 * Math.PI * random.secondUniform());
  };
}

/** Where the numbers of a run come from, and what may end it early. */
export type RunSource = { readonly run: number; readonly draw: () => number; readonly watch?: GateWatch };

/** Records a run of correlated latencies as an engine would, request by request, and takes its snapshot. */
export function simulateRun(scenario: Scenario, shape: RunShape, { run, draw, watch }: RunSource): Snapshot {
  const { seconds, perSecond, missEvery = Infinity } = shape;
  const recorder = createRecorder({
    limits: limitCountersOf(scenario),
    checkNames: [],
    judgedOn: 'service',
    onSlice: (slice) => watch?.take(slice),
  });
  const series = [shape.hit, shape.miss ?? shape.hit].map((latencies) => seriesOf(latencies, shape.correlation, draw));
  const sample = createSample('measure');
  sample.status = 200;
  const isOver = (): boolean => watch?.end !== undefined;
  recorder.startPhase('measure', 0);
  for (let index = 0; index < seconds * perSecond && !isOver(); index += 1) {
    sample.outcome = index % missEvery === missEvery - 1 ? 1 : 0;
    sample.endMicros = ((index + 0.5) * microsPerSecond) / perSecond;
    sample.sentMicros = sample.endMicros - (series[sample.outcome]?.() ?? 0);
    sample.dueMicros = sample.sentMicros;
    sample.firstByteMicros = sample.endMicros;
    recorder.record(sample);
  }
  const end = watch?.end;
  recorder.endPhase('measure', (end?.afterSeconds ?? seconds) * microsPerSecond);
  return {
    run,
    startedAt: '2026-01-31T12:00:00.000Z',
    ...recorder.snapshot(),
    sentCheck: 'simulated',
    ended: 'completed',
    ...(end === undefined ? {} : { endedEarly: end }),
  };
}

/** Latencies in microseconds whose logarithm is AR(1): x' = ρ·x + √(1 − ρ²)·e. */
function seriesOf({ p95Millis }: SimulatedClass, correlation: number, draw: () => number): () => number {
  const centre = Math.log(p95Millis * 1000) - spread * z95;
  const noise = Math.sqrt(1 - correlation ** 2);
  let x = draw();
  return () => {
    x = correlation * x + noise * draw();
    return Math.exp(centre + spread * x);
  };
}
