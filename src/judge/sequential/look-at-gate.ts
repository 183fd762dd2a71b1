import { allowedShare, decidingRule, staysBroken } from '../../scenario/deciding-rule.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Threshold } from '../../scenario/threshold.ts';
import { keepsLimit } from '../keeps-limit.ts';
import { latencySelection } from '../limit-counters.ts';
import { decideByEvidence, decidingLogOf, tallySlices, weigh } from './evidence.ts';
import { gateSlices } from './gate-slices.ts';
import type { SecondsSoFar } from './seconds-so-far.ts';

/**
 * Where a gate stands while a run goes on. `pass` and `fail`: decided. `holds`: an observed value that keeps its limit so far, which does not
 * keep the run going. `open`: the run goes on for it.
 */
export type GateState = 'pass' | 'fail' | 'holds' | 'open';

/** What looking at a gate needs of its scenario. */
type LookedScenario = Pick<Scenario, 'load' | 'jointTests'>;

/**
 * Looks at a gate, by its rule (`decidingRule`):
 * - `binomial`: by evidence of 20 (times `jointTests`) or more, from 20 seconds that hold samples of it on; open until then, and for ever without samples.
 * - `observed`: `fail` when the limit is broken for good (`staysBroken`), `holds` while it is kept, and open while it is broken but may
 *   yet be kept (requests that are too few so far) or nothing was observed.
 * - `at-end`: open until the end.
 */
export function lookAtGate(threshold: Threshold, looked: LookedScenario, seconds: SecondsSoFar): GateState {
  switch (decidingRule(threshold)) {
    case 'binomial':
      return lookAtShare(threshold, looked, seconds);
    case 'observed':
      return lookAtValue(threshold, observedSoFar(threshold, looked.load, seconds));
    case 'at-end':
      return 'open';
  }
}

function lookAtShare(threshold: Threshold, { load, jointTests }: LookedScenario, seconds: SecondsSoFar): GateState {
  const allowed = allowedShare(threshold);
  const slices = gateSlices(threshold, load, [seconds]);
  if (allowed === undefined || slices === undefined) return 'open';
  const evidence = weigh({ pass: tallySlices(slices.pass, allowed), fail: tallySlices(slices.fail, allowed) }, allowed);
  const decision = decideByEvidence(evidence, decidingLogOf(jointTests));
  return decision === 'inconclusive' ? 'open' : decision;
}

function lookAtValue(threshold: Threshold, observed: number | 'unseen' | undefined): GateState {
  if (observed === undefined) return 'open';
  if (observed === 'unseen' || keepsLimit(observed, threshold.operator, threshold.limit)) return 'holds';
  return staysBroken(threshold) ? 'fail' : 'open';
}

/** The value of a gate so far, in its unit; undefined when nothing was recorded, 'unseen' when seconds do not hold it. */
function observedSoFar(
  threshold: Threshold,
  load: Scenario['load'],
  seconds: SecondsSoFar,
): number | 'unseen' | undefined {
  const { metric, tags, aggregation } = threshold;
  const { sums } = seconds;
  switch (metric) {
    case 'cache_hit_rate':
      return shareOf(sums.hits, sums.answers);
    case 'cache_unknown_rate':
      return shareOf(sums.unknown, sums.answers);
    case 'http_req_failed':
      return shareOf(sums.failed, sums.requests);
    case 'availability':
      return shareOf(sums.requests - sums.failed, sums.requests);
    case 'recovery_time':
      return undefined;
    case 'checks':
      return heldShare(seconds, tags['check']);
    case 'http_reqs':
      return counted(sums.requests, threshold, seconds);
    case 'dropped_iterations':
      return counted(sums.dropped, threshold, seconds);
    case 'vus_in_flight':
      if (aggregation.kind === 'min' || aggregation.kind === 'max') return seconds.inFlight?.[aggregation.kind];
      return seconds.inFlight?.mean;
    case 'http_req_duration':
    case 'http_req_waiting':
      return extremeSoFar(threshold, load, seconds);
  }
}

/** Of latencies, only the greatest service or response time is known by second; of the others, whether there are any. */
function extremeSoFar(
  threshold: Threshold,
  load: Scenario['load'],
  seconds: SecondsSoFar,
): number | 'unseen' | undefined {
  const selection = latencySelection(threshold, load);
  if (selection === undefined) return undefined;
  const { cacheClass } = selection;
  const known = seconds.greatestMillis({ latency: 'service', ...(cacheClass === undefined ? {} : { cacheClass }) });
  if (known === undefined) return undefined;
  return threshold.aggregation.kind === 'max' && selection.latency !== 'waiting'
    ? seconds.greatestMillis(selection)
    : 'unseen';
}

function heldShare({ checks }: SecondsSoFar, name: string | undefined): number | undefined {
  const counted = Object.entries(checks).filter(([check]) => name === undefined || check === name);
  const held = counted.reduce((sum, [, each]) => sum + each.held, 0);
  return shareOf(
    held,
    counted.reduce((sum, [, each]) => sum + each.made, 0),
  );
}

/** A count, or its rate per second; undefined while nothing was due. */
function counted(count: number, { aggregation }: Threshold, { sums, slices }: SecondsSoFar): number | undefined {
  if (sums.requests + sums.dropped === 0) return undefined;
  return aggregation.kind === 'rate' ? count / slices.length : count;
}

function shareOf(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
