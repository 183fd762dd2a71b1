/** Durations are kept in microseconds; these are the factors to get there. */
export const microsPerMilli = 1_000;
export const microsPerSecond = 1_000_000;

const factors: Readonly<Record<string, number>> = {
  d: 86_400 * microsPerSecond,
  h: 3_600 * microsPerSecond,
  m: 60 * microsPerSecond,
  s: microsPerSecond,
  ms: microsPerMilli,
  us: 1,
  µs: 1,
};

const wholeDuration = /^(?:\d+(?:\.\d+)?(?:d|h|ms|us|µs|m|s))+$/u;
const durationPart = /(\d+(?:\.\d+)?)(d|h|ms|us|µs|m|s)/gu;

/**
 * Reads a duration as k6 writes it ('30s', '1m30s', '250ms', '1.5h'; a bare number is milliseconds) into microseconds.
 * Returns undefined when the text is not a duration or is negative.
 */
export function parseDuration(text: string | number): number | undefined {
  if (typeof text === 'number') return Number.isFinite(text) && text >= 0 ? text * microsPerMilli : undefined;
  const trimmed = text.trim();
  if (trimmed === '0') return 0;
  if (/^\d+(?:\.\d+)?$/u.test(trimmed)) return Number(trimmed) * microsPerMilli;
  if (!wholeDuration.test(trimmed)) return undefined;
  let micros = 0;
  for (const [, amount, unit] of trimmed.matchAll(durationPart))
    micros += Number(amount) * (factors[unit ?? ''] ?? Number.NaN);
  return micros;
}

/** Writes a duration for a person: '250 ms', '30 s', '1 m 30 s', '2 h 5 m'. */
export function formatDuration(micros: number): string {
  if (micros < microsPerSecond) return `${trimNumber(micros / microsPerMilli)} ms`;
  if (micros < 60 * microsPerSecond) return `${trimNumber(micros / microsPerSecond)} s`;
  const seconds = Math.round(micros / microsPerSecond);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = seconds % 60;
  const parts = [
    hours > 0 ? `${hours} h` : '',
    minutes > 0 ? `${minutes} m` : '',
    rest > 0 && hours === 0 ? `${rest} s` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** Writes microseconds as milliseconds with a fitting number of decimals: '0.412', '12.31', '345.6', '1 204'. */
export function formatMillis(micros: number): string {
  const millis = micros / microsPerMilli;
  if (millis < 1) return millis.toFixed(3);
  if (millis < 100) return millis.toFixed(2);
  if (millis < 1000) return millis.toFixed(1);
  return formatCount(Math.round(millis));
}

/** Writes a number with at most four significant digits and no zeros behind them: '12.3', '0.4567'. */
export function formatSignificant(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Writes a whole number with thin groups of three: '62 101'. */
export function formatCount(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(?:\d{3})+$)/gu, ' ');
}

/** Writes a share of 1 as per cent with two decimals: '90.81 %'; close to 0 or 1 it never rounds to the bound. */
export function formatShare(share: number): string {
  const percent = share * 100;
  const text = percent.toFixed(2);
  if (share < 1 && text === '100.00') return '> 99.99 %';
  if (share > 0 && text === '0.00') return '< 0.01 %';
  return `${text} %`;
}

/** A share of 1 in per cent, with at most four decimals: 10 for 0.1. */
export function percentOf(share: number): number {
  return Number((share * 100).toFixed(4));
}

/** Writes a share of 1 that somebody chose, as per cent with only the decimals that it has: '10 %', '0.5 %'. */
export function formatPercent(share: number): string {
  return `${percentOf(share)} %`;
}

function trimNumber(value: number): string {
  return Number(value.toFixed(2)).toString();
}
