import type { ClosedSlice } from '../recorder/closed-slice.ts';
import { createRecorder } from '../recorder/recorder.ts';
import { createSampleLog } from '../recorder/sample-log.ts';
import type { Engine } from './engine.ts';
import type { RecordedEngine } from './recorded-run.ts';

const tickMillis = 250;

/** An engine that runs in this thread, with a recorder beside it. */
export function recordHere(engine: Engine): RecordedEngine {
  return async (plan, options) => {
    const { limits, checkNames, judgedOn, onSlice, isEnough, onLive, samplesOfRun, onSamples, clock, faults } = options;
    let endMicros = Infinity;
    const takeSlice = (slice: ClosedSlice): void => {
      onSlice(slice);
      if (slice.phase === 'measure' && endMicros === Infinity && isEnough?.(slice) === true)
        endMicros = clock.nowMicros();
    };
    const recorder = createRecorder({
      limits,
      checkNames,
      judgedOn,
      onSlice: takeSlice,
      ...(faults === undefined ? {} : { faults }),
    });
    const log =
      samplesOfRun === undefined || onSamples === undefined
        ? undefined
        : createSampleLog(recorder, samplesOfRun, onSamples);
    onLive?.(recorder.live);
    const ticker = setInterval(() => recorder.tick(clock.nowMicros()), tickMillis);
    try {
      const result = await engine(plan, {
        ...options,
        sink: log ?? recorder,
        endMicros: () => endMicros,
        isSteady: () => options.isSteady(recorder.slices('warmup')),
        onPhase: async (phase, nowMicros) => {
          const startMicros = await options.onPhase(phase, nowMicros);
          recorder.startPhase(phase, startMicros);
          return startMicros;
        },
      });
      for (const phase of ['warmup', 'measure'] as const) {
        const span = result.phases[phase];
        if (span !== undefined) recorder.endPhase(phase, span.endMicros);
      }
      return { result, phases: recorder.snapshot() };
    } finally {
      clearInterval(ticker);
      log?.flush();
    }
  };
}
