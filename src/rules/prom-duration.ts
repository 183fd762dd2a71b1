import { microsPerMilli } from '../units.ts';

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** A duration as Prometheus writes it, in its greatest unit: '5m', '90s', '250ms', '0s'; parts of a millisecond are rounded up. */
export function promDuration(micros: number): string {
  const millis = Math.ceil(micros / microsPerMilli);
  if (millis === 0) return '0s';
  const unit = units.find(([, length]) => millis % length === 0);
  return unit === undefined ? `${millis}ms` : `${millis / unit[1]}${unit[0]}`;
}
