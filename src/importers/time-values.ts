const microsPerUnit: Readonly<Record<string, number>> = {
  ps: 1e-6,
  ns: 1e-3,
  us: 1,
  µs: 1, // the micro sign
  μs: 1, // the Greek letter
  ms: 1e3,
  s: 1e6,
  m: 60e6,
  h: 3_600e6,
};

/** How many microseconds a unit has; undefined when it is none: ps, ns, us (µs), ms, s, m, h. */
export function microsOfUnit(unit: string): number | undefined {
  return Object.hasOwn(microsPerUnit, unit) ? microsPerUnit[unit] : undefined;
}

/** A time with its unit ('21.445 ms', '13.52ms') in microseconds; undefined when it is none, negative, not a number, or too great for one. */
export function readTime(text: string): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*(\p{L}+)$/u.exec(text.trim()) ?? [];
  const factor = microsOfUnit(unit ?? '');
  return digits === undefined || factor === undefined ? undefined : finite(scale(Number(digits), factor));
}

/** The value itself; undefined for a number with so many digits that it became infinite. */
export function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

/** A number of units in microseconds without the noise of floating point: 12 digits. */
export function scale(value: number, factor: number): number {
  return Number((value * factor).toPrecision(12));
}
