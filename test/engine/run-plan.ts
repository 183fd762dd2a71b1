import { combineHealth } from '../../src/recorder/combine-health.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { promisedInFlight } from '../../src/engine/executors/create-executor.ts';
import { ProcessHealthMeter } from '../../src/engine/process-health.ts';
import { runShare } from '../../src/engine/run-share.ts';

/** Drives all users of a plan in the thread of the test, where its samples and errors can be seen; otherwise as an engine thread does. */
export const runPlan: Engine = async (plan, options) => {
  const meter = new ProcessHealthMeter(options.clock);
  meter.start();
  const { health, ...result } = await runShare(plan, {
    ...options,
    onPhase: async (phase, nowMicros) => {
      const startMicros = await options.onPhase(phase, nowMicros);
      if (phase === 'measure') meter.start();
      return startMicros;
    },
  });
  return { ...result, health: combineHealth([health], meter.stop(), promisedInFlight(plan)) };
};
