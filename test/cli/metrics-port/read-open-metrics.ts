/** A scrape: the value of each series by name and labels as written. */
export type Scrape = ReadonlyMap<string, number>;

const family = /^# (?<what>HELP|TYPE) (?<name>[a-zA-Z_:][\w:]*) (?<rest>.+)$/u;
const sample = /^(?<series>(?<name>[a-zA-Z_:][\w:]*)(?:\{[^{}]*\})?) (?<value>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/u;
const suffixes: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total'],
  gauge: [''],
  histogram: ['_bucket', '_sum', '_count'],
};

/**
 * Reads OpenMetrics text by its rules: families that do not interleave, each with help and type before its samples, names with the type's suffix,
 * no series twice, '# EOF' at the end. @throws Error that names the line.
 */
export function readOpenMetrics(text: string): Scrape {
  const series = new Map<string, number>();
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.pop() !== '# EOF') throw new Error('Expected # EOF and a line end at the end');
  const types = new Map<string, string>();
  let current = '';
  for (const line of lines) {
    const { what, name: described, rest } = family.exec(line)?.groups ?? {};
    if (described !== undefined) {
      if (what === 'TYPE' && types.has(described)) throw new Error(`Expected one type of ${described}`);
      if (what === 'TYPE') types.set(described, rest ?? '');
      current = described;
      continue;
    }
    const { series: written = '', name = '', value } = sample.exec(line)?.groups ?? {};
    const known = suffixes[types.get(current) ?? ''] ?? [];
    if (!known.some((suffix) => name === `${current}${suffix}`))
      throw new Error(`Expected a sample of ${current}: ${line}`);
    if (series.has(written)) throw new Error(`Expected the series once: ${line}`);
    series.set(written, Number(value));
  }
  return series;
}
