import { metrics } from '../scenario/metrics.ts';
import type { Threshold } from '../scenario/threshold.ts';
import { formatCount, formatMillis, formatShare, microsPerMilli } from '../units.ts';

type Unit = 'milliseconds' | 'share' | 'per second' | 'number';

/**
 * Writes a value of a gate with its unit: '13.20 ms', '91.23 %', '1 204 /s', '120'. A value that differs from the limit is
 * never written like the limit: it gets more decimals, so that 22.999 does not read 23.00 beside 'p(95)<23'.
 */
export function formatGateValue(threshold: Threshold, value: number): string {
  const unit = unitOf(threshold);
  const text = rounded(unit, value);
  return value !== threshold.limit && text === rounded(unit, threshold.limit) ? exact(unit, value) : text;
}

/** The unit of what a gate compares. */
function unitOf({ metric, aggregation }: Threshold): Unit {
  switch (metrics[metric].kind) {
    case 'trend':
    case 'time':
      return 'milliseconds';
    case 'rate':
      return 'share';
    case 'counter':
      return aggregation.kind === 'rate' ? 'per second' : 'number';
    case 'gauge':
      return 'number';
  }
}

function rounded(unit: Unit, value: number): string {
  switch (unit) {
    case 'milliseconds':
      return `${formatMillis(value * microsPerMilli)} ms`;
    case 'share':
      return formatShare(value);
    case 'per second':
      return `${formatNumber(value)} /s`;
    case 'number':
      return formatNumber(value);
  }
}

function exact(unit: Unit, value: number): string {
  switch (unit) {
    case 'milliseconds':
      return `${decimals(value)} ms`;
    case 'share':
      return `${decimals(value * 100)} %`;
    case 'per second':
      return `${decimals(value)} /s`;
    case 'number':
      return decimals(value);
  }
}

function formatNumber(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 1000 ? formatCount(value) : Number(value.toFixed(2)).toString();
}

function decimals(value: number): string {
  return Number(value.toPrecision(8)).toString();
}
