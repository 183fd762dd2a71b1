import { formatCount, formatDuration, formatMillis, formatShare, microsPerSecond } from '../units.ts';
import type { LiveView } from './live-view.ts';

/** A part of the line; the part with the greatest rank is the first to be left out. */
type Part = { readonly rank: number; readonly text: string };

/** So many open gates are named; of more, only how many they are. */
const namedGates = 2;

/**
 * One line of at most `width` characters about a run that goes on. Where it does not fit, whole parts are left out: first the
 * users in flight, then the rate, the p95s, the hit rate; then the gates that are open; the phase, the time left and the
 * failures stay longest.
 */
export function progressLine(view: LiveView, width: number): string {
  let parts = partsOf(view);
  while (parts.length > 1 && join(parts).length > width) {
    const least = Math.max(...parts.map(({ rank }) => rank));
    parts = parts.filter(({ rank }) => rank !== least);
  }
  return join(parts).slice(0, Math.max(0, width));
}

function partsOf(view: LiveView): Part[] {
  const { ratePerSecond, inFlight, hitRate, hitP95Micros, missP95Micros, failures, dropped, openGates } = view;
  const parts: readonly (Part | undefined)[] = [
    { rank: 0, text: phaseOf(view) },
    { rank: 1, text: timeOf(view) },
    { rank: 6, text: `${formatCount(ratePerSecond)}/s` },
    { rank: 7, text: `${formatCount(inFlight)} in flight` },
    hitRate === undefined ? undefined : { rank: 4, text: `${formatShare(hitRate)} hits` },
    p95Of('hit', 5, hitP95Micros),
    p95Of('miss', 5, missP95Micros),
    { rank: 2, text: failures === 0 ? 'no errors' : `${formatCount(failures)} failed` },
    openGates === undefined ? undefined : { rank: 3, text: openOf(openGates) },
    dropped === 0 ? undefined : { rank: 3, text: `${formatCount(dropped)} dropped` },
  ];
  return parts.filter((part) => part !== undefined);
}

function phaseOf({ phase, run, runs, label }: LiveView): string {
  const name = phase === 'warmup' ? 'warm-up' : 'measure';
  if (label !== undefined) return `${label} ${name}`;
  return runs > 1 ? `run ${run}/${runs} ${name}` : name;
}

function timeOf({ elapsedMicros, plannedMicros, openGates }: LiveView): string {
  if (plannedMicros === undefined) return `${wholeSeconds(elapsedMicros)} so far`;
  const left = plannedMicros - elapsedMicros;
  const most = openGates === undefined ? '' : 'at most ';
  return left > 0 ? `${most}${wholeSeconds(left)} left` : 'waiting for the last answers';
}

/** 'no gate open', 'open: hit p(95)<23, cache_hit_rate rate>0.873', 'open: …, … and 2 more'. */
function openOf(gates: readonly string[]): string {
  if (gates.length === 0) return 'no gate open';
  const names = gates
    .slice(0, namedGates)
    .map((gate) => gate.replace(/^\w+\{\w+:([\w-]+)\}/u, '$1').replace(': ', ' '));
  const more = gates.length > namedGates ? ` and ${gates.length - namedGates} more` : '';
  return `open: ${names.join(', ')}${more}`;
}

function wholeSeconds(micros: number): string {
  return formatDuration(Math.max(microsPerSecond, Math.ceil(micros / microsPerSecond) * microsPerSecond));
}

function p95Of(name: string, rank: number, micros: number | undefined): Part | undefined {
  return micros === undefined ? undefined : { rank, text: `${name} p95 ${formatMillis(micros)} ms` };
}

function join(parts: readonly Part[]): string {
  return parts.map(({ text }) => text).join(' | ');
}
