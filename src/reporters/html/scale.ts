import { logMultiplesWithin, multiplesWithin, niceStep, stepLabel, type Span } from './ticks.ts';

/** A marked place of an axis: where it is on paper and what stands there. */
export type Tick = { readonly at: number; readonly label: string };

/** How values come to lie on paper. */
export type Scale = { readonly at: (value: number) => number; readonly ticks: readonly Tick[] };

/** What a value axis is asked for. `log` takes a logarithmic one where the values span more than a factor of 20. */
export type ValueAxis = {
  readonly range: Span;
  readonly start: 'zero' | 'data' | 'log';
  /** Writes a number of the axis; `step` is the distance of its neighbours. */
  readonly label?: (value: number, step: number) => string;
};

const mostTicks = 6;
const wideFactor = 20;

/** A scale that holds all values, with round ends; from 0 to 1 when there is none. */
export function valueScale(values: readonly number[], axis: ValueAxis): Scale {
  const [low, high] = extremes(values);
  if (axis.start === 'log' && low > 0 && high > wideFactor * low) return logScale([low, high], axis);
  return roundLinearScale([axis.start === 'data' ? low : Math.min(0, low), high], axis);
}

/** A linear scale of exactly this domain, with ticks at round values in it. */
function linearScale(domain: Span, { range, label = stepLabel }: ValueAxis): Scale {
  const step = niceStep(domain, mostTicks);
  const at = place(domain, range);
  return { at, ticks: multiplesWithin(domain, step).map((value) => ({ at: at(value), label: label(value, step) })) };
}

/**
 * The log-nines axis of quantiles: as far from 90 to 99 % as from 99 to 99.9 %. Shares from 0 to the last one; ticks at p50, p90, p99 and so
 * on.
 */
export function ninesScale(last: number, range: Span): Scale {
  const at = place([0, ninesOf(last)], range);
  const nines = multiplesWithin([1, ninesOf(last)], 1).map((count) => 1 - 10 ** -count);
  const ticks = [0.5, ...nines].filter((share) => share <= last);
  return {
    at: (share) => at(ninesOf(share)),
    ticks: ticks.map((share) => ({ at: at(ninesOf(share)), label: percentileLabel(share) })),
  };
}

/** 'p50', 'p99.9', 'p99.995'. */
export function percentileLabel(share: number): string {
  return `p${Number((share * 100).toPrecision(9))}`;
}

/** The least and the greatest of any number of values; 0 and 1 when there is none. */
export function extremes(values: readonly number[]): Span {
  if (values.length === 0) return [0, 1];
  return [
    values.reduce((least, value) => Math.min(least, value), Infinity),
    values.reduce((most, value) => Math.max(most, value), -Infinity),
  ];
}

function roundLinearScale([low, high]: Span, axis: ValueAxis): Scale {
  const room = low === high ? Math.abs(high) * 0.1 || 1 : 0;
  const wide: Span = [axis.start === 'data' ? low - room : low, high + room];
  const step = niceStep(wide, mostTicks);
  return linearScale([Math.floor(wide[0] / step + 1e-9) * step, Math.ceil(wide[1] / step - 1e-9) * step], axis);
}

function logScale([low, high]: Span, { range, label = stepLabel }: ValueAxis): Scale {
  const domain: Span = [roundDown(low), roundUp(high)];
  const at = place([Math.log(domain[0]), Math.log(domain[1])], range);
  return {
    at: (value) => at(Math.log(value)),
    ticks: logMultiplesWithin(domain, mostTicks + 3).map((value) => ({
      at: at(Math.log(value)),
      label: label(value, 10 ** Math.floor(Math.log10(value) + 1e-9)),
    })),
  };
}

function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([5, 2, 1].find((times) => times * power <= value) ?? 1) * power;
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((times) => times * power >= value) ?? 10) * power;
}

function place([low, high]: Span, [start, end]: Span): (value: number) => number {
  return (value) => start + ((value - low) / (high - low)) * (end - start);
}

function ninesOf(share: number): number {
  return -Math.log10(1 - share);
}
