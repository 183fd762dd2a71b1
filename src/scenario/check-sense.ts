import { GrammarFault } from './grammar-fault.ts';
import { metrics } from './metrics.ts';
import type { Operator, Threshold } from './threshold.ts';

/**
 * Refuses a gate that decides nothing: one that always or never holds whatever is measured, and an equality with a
 * latency. @throws GrammarFault
 */
export function checkSense({ source, metric, operator, limit, aggregation }: Threshold): void {
  const { kind } = metrics[metric];
  const greatest = kind === 'rate' ? 1 : Number.POSITIVE_INFINITY;
  if (kind === 'rate' && limit > 1) {
    const hint =
      limit <= 100
        ? `write a share of 1: ${Number(`${limit}e-2`)} for ${limit} %`
        : 'write a share of 1, such as 0.873';
    throw new GrammarFault(`the limit ${limit} of "${source}" is above 1, and a rate is a share of 1`, hint);
  }
  if ((kind === 'trend' || kind === 'time') && (operator === '==' || operator === '!=')) {
    throw new GrammarFault(
      `"${source}" compares a ${kind === 'time' ? 'time' : 'latency'} for equality`,
      'use <, <=, > or >=',
    );
  }
  const always = alwaysHolds(operator, limit, greatest);
  if (always) throw new GrammarFault(`"${source}" always holds, so it gates nothing`, 'set a limit that can be broken');
  if (!neverHolds(operator, limit, greatest)) return;
  const hint = aggregation.kind === 'rate' && limit === 0 ? 'write rate==0' : 'set a limit that can be met';
  throw new GrammarFault(`"${source}" can never hold`, hint);
}

function alwaysHolds(operator: Operator, limit: number, greatest: number): boolean {
  return (operator === '>=' && limit <= 0) || (operator === '<=' && limit >= greatest);
}

function neverHolds(operator: Operator, limit: number, greatest: number): boolean {
  return (operator === '<' && limit <= 0) || (operator === '>' && limit >= greatest);
}
