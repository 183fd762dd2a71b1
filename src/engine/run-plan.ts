import { combineHealth } from '../recorder/combine-health.ts';
import type { Engine } from './engine.ts';
import { promisedInFlight } from './executors/create-executor.ts';
import { ProcessHealthMeter } from './process-health.ts';
import { runShare } from './run-share.ts';

/** Drives all users of a plan in this thread; `runShare` says how it ends and what it throws. */
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
