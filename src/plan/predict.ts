import type { CacheModel, Load } from '../scenario/scenario.ts';
import { microsPerSecond } from '../units.ts';
import { countArrivals } from './arrivals.ts';
import { buildModelCache, describeCache, type ModelCache } from './model-cache.ts';
import type { ArrivalCursor, Plan, Prediction, Sequence } from './plan.ts';
import { mostSteps } from './work-bound.ts';

const lastSteps = 1_000_000;

/** How far to look ahead. */
export type PredictOptions = {
  /** Measured requests. */
  readonly requests: number;
  /** Pace of a closed load, for a cache with a TTL; an open load has its due times. */
  readonly ratePerSecond?: number;
  /** Requests of a `duration` or `until-steady` warm-up; counted from the plan or the rate when that is possible. */
  readonly warmupRequests?: number;
};

/**
 * The hits that one client, asking in planned order, gets from the model cache after the same warm-up; users at the same
 * time can only miss more (two that miss the same query at once). A prefill counts as done at time 0.
 *
 * At most 5 million requests are replayed; beyond that the last million is extrapolated, and `model` says so, as it says
 * whatever else was assumed. Predictions of a sequence per user take the users in turn. For 0 requests the rates are 0.
 */
export function predictHits(plan: Plan, options: PredictOptions): Prediction {
  const requests = Math.min(options.requests, plan.sequence.length);
  const notes: string[] = [];
  const model = modelFor(plan, options, notes);
  const size = plan.corpus.queries.length;
  const caches = { model: buildModelCache(model, size), unbounded: buildModelCache({}, size) };
  const startMicros = warmUp(plan, options, { caches, notes });
  const steps = Math.min(requests, mostSteps);
  const counts = replayMeasured(plan, { caches, steps, startMicros, paceMicros: paceOf(options) });
  if (requests > steps) notes.push('extrapolated from request 5 000 001 on');
  if (plan.scenario.workload.sequence === 'per-user') notes.push('users in turn');
  const hits = extrapolate(counts.model, steps, requests);
  return {
    requests,
    hits,
    misses: requests - hits,
    hitRate: share(hits, requests),
    model: [describeCache(model), ...notes].join('; '),
    attainable: share(extrapolate(counts.unbounded, steps, requests), requests),
  };
}

type Caches = { readonly model: ModelCache; readonly unbounded: ModelCache };
/** Hits of all steps, and of the last million of them. */
type Hits = { all: number; last: number };
type MeasuredRun = {
  readonly caches: Caches;
  readonly steps: number;
  readonly startMicros: number;
  readonly paceMicros: number;
};

function modelFor(plan: Plan, options: PredictOptions, notes: string[]): CacheModel {
  const { cache } = plan.scenario.workload;
  if (cache.ttlMicros === undefined || plan.arrivals !== undefined || options.ratePerSecond !== undefined) return cache;
  notes.push('TTL left out: the rate is not known beforehand');
  return cache.capacity === undefined ? {} : { capacity: cache.capacity };
}

/** Fills the caches as the warm-up does, and gives the time at which the measured phase starts. */
function warmUp(
  plan: Plan,
  options: PredictOptions,
  { caches, notes }: { readonly caches: Caches; readonly notes: string[] },
): number {
  const { warmup } = plan.scenario;
  if (warmup.kind === 'none') return 0;
  if (warmup.kind === 'prefill') {
    for (const query of plan.prefillOrder) askBoth(caches, query, 0);
    return 0;
  }
  const requests = options.warmupRequests ?? countWarmup(plan, options);
  if (requests === undefined) notes.push('without the warm-up: its number of requests is not known');
  const steps = Math.min(requests ?? 0, mostSteps);
  const paceMicros = paceOf(options);
  const cursor = plan.arrivals?.();
  let now = 0;
  for (let step = 0; step < steps; step += 1) {
    now = dueAt(step, cursor, { previous: now, paceMicros });
    askBoth(caches, queryAtStep(plan, plan.warmupSequence, step), now);
  }
  return now;
}

/** Requests of a warm-up of given length, when the load or the rate tells. */
function countWarmup(plan: Plan, { ratePerSecond }: PredictOptions): number | undefined {
  const { warmup } = plan.scenario;
  if (warmup.kind !== 'duration') return undefined;
  if (plan.arrivals !== undefined) return countArrivals(limitSteps(plan.arrivals()), warmup.micros);
  return ratePerSecond === undefined ? undefined : Math.round((ratePerSecond * warmup.micros) / microsPerSecond);
}

function replayMeasured(plan: Plan, run: MeasuredRun): { readonly model: Hits; readonly unbounded: Hits } {
  const counts = { model: { all: 0, last: 0 }, unbounded: { all: 0, last: 0 } };
  const cursor = plan.arrivals?.();
  const lastFrom = run.steps - lastSteps;
  let elapsed = 0;
  for (let step = 0; step < run.steps; step += 1) {
    elapsed = dueAt(step, cursor, { previous: elapsed, paceMicros: run.paceMicros });
    const query = queryAtStep(plan, plan.sequence, step);
    const recent = step >= lastFrom;
    if (run.caches.model.ask(query, run.startMicros + elapsed)) addHit(counts.model, recent);
    if (run.caches.unbounded.ask(query, 0)) addHit(counts.unbounded, recent);
  }
  return counts;
}

function addHit(hits: Hits, recent: boolean): void {
  hits.all += 1;
  if (recent) hits.last += 1;
}

function askBoth(caches: Caches, query: number, atMicros: number): void {
  caches.model.ask(query, atMicros);
  caches.unbounded.ask(query, 0);
}

/** The time of a step: its due time while there is one, otherwise the step at the given pace. */
function dueAt(
  step: number,
  cursor: ArrivalCursor | undefined,
  { previous, paceMicros }: { readonly previous: number; readonly paceMicros: number },
): number {
  if (cursor === undefined) return step * paceMicros;
  const due = cursor.next();
  return due === Infinity ? previous : due;
}

function queryAtStep(plan: Plan, sequence: Sequence, step: number): number {
  const { scenario } = plan;
  if (scenario.workload.sequence === 'shared') return sequence.queryAt(0, step);
  const users = usersOf(scenario.load);
  return sequence.queryAt(step % users, Math.floor(step / users));
}

function usersOf(load: Load): number {
  switch (load.executor) {
    case 'constant-vus':
    case 'shared-iterations':
    case 'per-vu-iterations':
      return load.vus;
    case 'ramping-vus':
      return Math.max(load.startVUs, 1, ...load.stages.map(({ target }) => target));
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate':
    case 'replay':
      return load.preAllocatedVUs;
  }
}

function paceOf({ ratePerSecond }: PredictOptions): number {
  return ratePerSecond === undefined || ratePerSecond <= 0 ? 0 : microsPerSecond / ratePerSecond;
}

function limitSteps(cursor: ArrivalCursor): ArrivalCursor {
  let steps = 0;
  return { next: () => (steps++ < mostSteps ? cursor.next() : Infinity) };
}

function extrapolate(hits: Hits, steps: number, requests: number): number {
  if (requests <= steps) return hits.all;
  return hits.all + Math.round((requests - steps) * (hits.last / Math.min(steps, lastSteps)));
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
