import { formatCount, formatDuration, microsPerSecond } from '../../units.ts';

/** From the least to the greatest value of an axis, or from its start to its end on paper. */
export type Span = readonly [from: number, to: number];

/** The least of 1, 2 and 5 times a power of ten that divides a span into at most `most` steps. */
export function niceStep([from, to]: Span, most: number): number {
  const least = (to - from) / most;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= least * (1 - 1e-9)) ?? 10 * power;
}

/** The multiples of `step` within a span, without the error of adding floating-point steps up. */
export function multiplesWithin([from, to]: Span, step: number): number[] {
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => rounded((first + index) * step));
}

/** 1, 2 and 5 times each power of ten within a span above 0; powers alone where that would be more than `most`. */
export function logMultiplesWithin([from, to]: Span, most: number): number[] {
  const powers = multiplesWithin([Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))], 1).map(
    (each) => 10 ** each,
  );
  const inside = (value: number): boolean => value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9);
  const all = powers.flatMap((power) => [power, 2 * power, 5 * power].map(rounded)).filter(inside);
  return all.length <= most ? all : powers.map(rounded).filter(inside);
}

const timeSteps = [
  1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 43_200, 86_400,
];

/** The least step of seconds, minutes or hours as people count them that gives at most `most` steps. */
export function timeStep(seconds: number, most: number): number {
  const least = seconds / most;
  return timeSteps.find((step) => step >= least) ?? Math.ceil(least / 86_400) * 86_400;
}

/** A number of an axis with as many decimals as its step has: '0.25', '1 500'. */
export function stepLabel(value: number, step: number): string {
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return decimals === 0 ? formatCount(value) : value.toFixed(decimals);
}

/** A place on a time axis: '0', '30 s', '5 m', '2 h'. */
export function timeLabel(seconds: number): string {
  return seconds === 0 ? '0' : formatDuration(seconds * microsPerSecond);
}

function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
