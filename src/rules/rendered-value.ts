import type { MetricMapping } from '../scenario/metric-mapping.ts';
import type { WatchedFigure } from '../scenario/watched-figure.ts';

/** What Prometheus writes for `valueTemplate` and this value. */
export function renderedValue(figure: WatchedFigure, value: number, { unit }: Pick<MetricMapping, 'unit'>): string {
  if (figure.kind === 'up') return general(value);
  if (figure.kind === 'hit rate' || figure.kind === 'error rate') return `${general(value * 100)}%`;
  return unit === 'seconds' ? humanDuration(value) : `${general(value)} ms`;
}

/** Go's %.4g: four significant digits without trailing zeros, with an exponent below 0.0001 and from 10 000 on. */
function general(value: number): string {
  if (value === 0) return '0';
  const [digits = '', exponent = '0'] = value.toExponential(3).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 4) return String(Number(value.toPrecision(4)));
  const sign = power < 0 ? '-' : '+';
  return `${Number(digits)}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Prometheus's humanizeDuration: '26.83ms', '1.5s', '2m 5s'. */
function humanDuration(seconds: number): string {
  if (seconds === 0) return '0s';
  if (seconds < 1) {
    const prefixes = ['', 'm', 'u', 'n', 'p'];
    const step = Math.min(prefixes.length - 1, Math.max(0, Math.ceil(-Math.log10(seconds) / 3)));
    return `${general(seconds * 1000 ** step)}${prefixes[step] ?? ''}s`;
  }
  if (seconds < 60) return `${general(seconds)}s`;
  const whole = Math.floor(seconds);
  const parts: (readonly [number, string])[] = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3_600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'm'],
    [whole % 60, 's'],
  ];
  return parts
    .slice(parts.findIndex(([amount]) => amount > 0))
    .map(([amount, name]) => `${amount}${name}`)
    .join(' ');
}
