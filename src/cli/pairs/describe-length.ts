import { plannedMicros } from '../../scenario/load-length.ts';
import type { Scenario, Warmup } from '../../scenario/scenario.ts';
import { formatDuration, microsPerSecond } from '../../units.ts';

/** Starting a target, its health, a short warm-up and opening connections. */
const aroundMicros = 1.5 * microsPerSecond;

/**
 * How long a comparison will take: '14 measurements of 10 s, about 3 min'; '14 measurements of 10 s and as many prefills, over 3 min', as the
 * length of a prefill is the target's to say; 'at most' for a load that ends by itself.
 */
export function describeLength({ load, warmup }: Pick<Scenario, 'load' | 'warmup'>, pairs: number): string {
  const micros = plannedMicros(load);
  if (micros === Infinity) return `${2 * pairs} measurements, each until its load ends`;
  const total = 2 * pairs * (micros + warmupMicros(warmup) + aroundMicros);
  const isBound = load.executor.endsWith('-iterations') || load.executor === 'replay' || warmup.kind === 'until-steady';
  const isPrefilled = warmup.kind === 'prefill';
  const how = isBound ? 'at most' : isPrefilled ? 'over' : 'about';
  const measurements = `${2 * pairs} measurements of ${formatDuration(micros)}${isPrefilled ? ' and as many prefills' : ''}`;
  return `${measurements}, ${how} ${inMinutes(total)}`;
}

function warmupMicros(warmup: Warmup): number {
  switch (warmup.kind) {
    case 'none':
    case 'prefill':
      return 0;
    case 'duration':
      return warmup.micros;
    case 'until-steady':
      return warmup.maxMicros;
  }
}

function inMinutes(micros: number): string {
  const seconds = Math.ceil(micros / microsPerSecond);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
