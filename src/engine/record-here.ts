import { createRecorder } from '../recorder/recorder.ts';
import { createSampleLog } from '../recorder/sample-log.ts';
import type { Engine } from './engine.ts';
import type { RecordedEngine } from './recorded-run.ts';

const tickMillis = 250;

/** An engine that runs in this thread, with a recorder beside it. */
export function recordHere(engine: Engine): RecordedEngine {
  return async (plan, options) => {
    const { limits, checkNames, judgedOn, onSlice, onLive, samplesOfRun, onSamples, clock } = options;
    const recorder = createRecorder({ limits, checkNames, judgedOn, onSlice });
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
