import { labelText, type Exposition, type ExpositionSample, type UnusableLine } from './exposition.ts';
import { parseSample } from './parse-sample.ts';

const shownCharacters = 80;
const types = new Set('counter gauge histogram summary untyped unknown info stateset gaugehistogram'.split(' '));

/**
 * Reads Prometheus text (format 0.0.4) or OpenMetrics line by line: what can be used is kept, and every line that cannot is named with the
 * reason. Lines may end in CRLF; a second line of the same series is not usable, nor is anything behind `# EOF`. Never throws.
 *
 * A parser of its own, because the libraries do not bear what services emit: parse-prometheus-text-format 1.1.1 throws at the first line
 * that it cannot read and loses all others, passes over a line without a name or `# TYPE` in silence, and takes an exemplar for a timestamp.
 */
export function parseExposition(text: string): Exposition {
  const samples: ExpositionSample[] = [];
  const unusable: UnusableLine[] = [];
  const lineOfSeries = new Map<string, number>();
  let endedAt: number | undefined;
  for (const [index, raw] of text
    .replace(/^\uFEFF/u, '')
    .split('\n')
    .entries()) {
    const line = index + 1;
    const content = raw.replace(/\r+$/u, '').trim();
    const refuse = (reason: string, name?: string): void =>
      void unusable.push({
        line,
        text: content.slice(0, shownCharacters),
        reason,
        ...(name === undefined ? {} : { name }),
      });
    if (content === '') continue;
    if (endedAt !== undefined) {
      refuse(`it stands behind # EOF in line ${endedAt}`, parseSample(content).sample?.name);
    } else if (content === '# EOF') {
      endedAt = line;
    } else if (content.startsWith('#')) {
      const fault = commentFault(content);
      if (fault !== undefined) refuse(fault);
    } else {
      const { sample, ...fault } = parseSample(content);
      if (sample === undefined) {
        refuse(fault.reason ?? '', 'name' in fault ? fault.name : undefined);
        continue;
      }
      const series = `${sample.name}${labelText(sample.labels)}`;
      const first = lineOfSeries.get(series);
      if (first !== undefined) refuse(`the same series is in line ${first}`, sample.name);
      else {
        lineOfSeries.set(series, line);
        samples.push({ ...sample, line });
      }
    }
  }
  return { samples, unusable };
}

/** What is wrong with a comment: one of the words that say something of a metric, without what it needs. */
function commentFault(comment: string): string | undefined {
  const [, word, name, rest = ''] = /^#[ \t]+(HELP|TYPE|UNIT)(?:[ \t]+(\S+))?(?:[ \t]+(.*))?$/u.exec(comment) ?? [];
  if (word === undefined) return undefined;
  if (name === undefined) return `${word} without the name of a metric`;
  if (word === 'TYPE' && !types.has(rest.trim())) return `${JSON.stringify(rest.slice(0, 20))} is no type of a metric`;
  return undefined;
}
