import type { MetricMapping } from '../scenario/metric-mapping.ts';
import type { TriggerCondition } from '../scenario/trigger.ts';
import { exactFactor } from './exact-rates.ts';
import { limitInSeries } from './figure-expression.ts';
import { rateWindowMicros } from './promql.ts';
import type { LatencyState, ServiceState } from './test-series.ts';

/** States around a limit: at it, and one request a second of many beside it on the good and on the bad side. */
export type LimitStates = Readonly<Record<'good' | 'limit' | 'bad', ServiceState>>;

const leastRequests = 1_000;

/** A service without a fault: every request a quick hit or a quick miss. */
export function healthyState(): ServiceState {
  const quick = latencyAround(1, { all: leastRequests, upTo: leastRequests });
  return {
    requests: leastRequests,
    errors: 0,
    hits: leastRequests,
    latency: { hit: { ...quick, bounds: [1e-6, 2e-6] }, miss: { ...quick, bounds: [1e-6, 2e-6] } },
    up: [1, 1],
  };
}

/** The states around the limit of a condition; of `up` the limit is one instance of two. */
export function limitStates(condition: TriggerCondition, mapping: MetricMapping): LimitStates {
  const { figure, operator } = condition;
  const healthy = healthyState();
  if (figure.kind === 'up')
    return { good: healthy, limit: { ...healthy, up: [0, 1] }, bad: { ...healthy, up: [0, 0] } };
  const worse = operator.startsWith('<') ? -1 : 1;
  const at = stateAt(condition, mapping);
  return { good: at(-worse), limit: at(0), bad: at(worse) };
}

/** A state whose figure is `steps` requests a second (of latencies: steps of a thousandth of their sum) beyond the limit. */
function stateAt(condition: TriggerCondition, mapping: MetricMapping): (steps: number) => ServiceState {
  const { figure, limit } = condition;
  const healthy = healthyState();
  const bound = Number(limitInSeries(figure, limit, mapping));
  switch (figure.kind) {
    case 'hit rate': {
      const { all, part } = shareOf(limit, mapping);
      // As many requests fail as succeed: one that failed is no miss.
      const requests = mapping.requestsCountErrors ? 2 * all : all;
      return (steps) => ({ ...healthy, requests, errors: all, hits: part + steps });
    }
    case 'error rate': {
      const { all, part } = shareOf(limit, mapping);
      // Where the counter of requests leaves out failed ones, those that it counts are the rest.
      return (steps) => {
        const errors = part + steps;
        const requests = mapping.requestsCountErrors ? all : all - errors;
        return { ...healthy, errors, requests, hits: all - errors };
      };
    }
    case 'mean': {
      const all = leastRequests;
      return (steps) => withLatency(healthy, figure.cacheClass, meanAround(bound, all, steps));
    }
    case 'quantile': {
      const { all, part } = shareOf(figure.quantile, mapping);
      return (steps) => withLatency(healthy, figure.cacheClass, latencyAround(bound, { all, upTo: part - steps }));
    }
    case 'up':
      return () => healthy;
  }
}

/** Whole numbers whose quotient is a share of at least a thousand, also as rates that Prometheus rounds. */
function shareOf(share: number, mapping: MetricMapping): { readonly all: number; readonly part: number } {
  const decimals = /\.(\d+)$/u.exec(share.toFixed(12).replace(/0+$/u, ''))?.[1]?.length ?? 0;
  const least = Math.max(leastRequests, 10 ** decimals);
  const part = Math.round(share * least);
  const factor = exactFactor(mapping, rateWindowMicros(mapping), (rounded, times) => {
    const some = rounded(part * times);
    const all = rounded(2 * least * times) - rounded(least * times);
    return some / all === share && some / rounded(least * times) === share && some === share * all;
  });
  return { all: least * factor, part: part * factor };
}

function withLatency(state: ServiceState, cacheClass: 'hit' | 'miss', latency: LatencyState): ServiceState {
  return { ...state, latency: { ...state.latency, [cacheClass]: latency } };
}

/** Requests of which `upTo` lie within a bucket that ends at `bound`, and the others in the next. */
function latencyAround(bound: number, { all, upTo }: { all: number; upTo: number }): LatencyState {
  return { bounds: [bound, 2 * bound], counts: [upTo, all, all], sum: 0 };
}

function meanAround(bound: number, all: number, steps: number): LatencyState {
  return { ...latencyAround(bound, { all, upTo: all }), sum: bound * all * (1 + steps / 1_000) };
}
