import type { Operator } from '../scenario/threshold.ts';

/** Whether an observed value keeps a limit, as written. */
export function keepsLimit(value: number, operator: Operator, limit: number): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '==':
      return value === limit;
    case '!=':
      return value !== limit;
  }
}

/** From which side an operator bounds: `below` for `<` and `<=`; undefined for equalities. */
export function sideOf(operator: Operator): 'below' | 'above' | undefined {
  switch (operator) {
    case '<':
    case '<=':
      return 'below';
    case '>':
    case '>=':
      return 'above';
    case '==':
    case '!=':
      return undefined;
  }
}
