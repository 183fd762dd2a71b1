import type { Operator } from './threshold.ts';

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
