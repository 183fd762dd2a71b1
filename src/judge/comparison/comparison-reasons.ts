import type { ComparedGate } from './comparison.ts';

type Judged = Pick<
  ComparedGate,
  'status' | 'change' | 'interval' | 'margin' | 'scale' | 'worse' | 'detectable' | 'n' | 'adjustedP'
>;

/** A change in words: '+4.2 %', or '−1.30 points' for shares. */
export function sayChange({ scale }: Pick<ComparedGate, 'scale'>, change: number): string {
  const text = scale === 'points' ? Math.abs(change * 100).toFixed(2) : Math.abs(change * 100).toFixed(1);
  const sign = Number(text) === 0 ? '' : change < 0 ? '−' : '+';
  return `${sign}${text} ${scale === 'points' ? 'points' : '%'}`;
}

/** A margin in words: '10 % higher', '1 point lower'. */
function sayMargin({ scale, worse, margin }: Pick<ComparedGate, 'scale' | 'worse' | 'margin'>): string {
  const direction = worse === 'greater' ? 'higher' : 'lower';
  const amount = Number((margin * 100).toFixed(2));
  if (scale === 'ratio') return `${amount} % ${direction}`;
  return `${amount} ${amount === 1 ? 'point' : 'points'} ${direction}`;
}

/** Why a figure has its status, in one sentence. */
export function sayFigure(gate: Judged): string {
  const { change = 0, interval, status } = gate;
  const bounds =
    interval === undefined ? '' : ` (between ${sayChange(gate, interval.low)} and ${sayChange(gate, interval.high)})`;
  const seen = `${sayChange(gate, change)}${bounds}`;
  const margin = sayMargin(gate);
  switch (status) {
    case 'regressed':
      return `${seen}: over the margin, ${margin}`;
    case 'improved':
      return `${seen}: better`;
    case 'no-regression':
      return `${seen}: within the margin, ${margin}`;
    case 'inconclusive':
      return `${seen}: too uncertain for the margin, ${margin}${sayDetectable(gate)}`;
    case 'no-data':
    case 'not-compared':
      return seen;
  }
}

function sayDetectable(gate: Judged): string {
  if (gate.detectable === undefined) return '';
  return `; ${gate.n} like these find a change of ${sayChange(gate, gate.detectable).replace('+', '')} four times in five`;
}
