import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latencyBounds } from '../../../src/cli/metrics-port/latency-counts.ts';
import { createRunFigures } from '../../../src/cli/metrics-port/run-figures.ts';
import { limitCountersOf } from '../../../src/judge/limit-counters.ts';
import { createRecorder } from '../../../src/recorder/recorder.ts';
import { cacheClasses, failureKinds, type Sample } from '../../../src/recorder/sample.ts';
import { samples } from '../../recorder/drawn-samples.ts';
import { hasPromtool, promtool } from '../../rules/promtool.ts';
import { scenarioOf } from '../../scenario/parse-text.ts';
import { readOpenMetrics } from './read-open-metrics.ts';

const scenario = scenarioOf(`
thresholds:
  'http_req_duration{cache:hit}': ['p(95)<23']
  'http_req_duration{cache:miss}': ['p(95)<95']
triggers: []
`);
const limits = limitCountersOf(scenario);
const available = hasPromtool();
const skipped = available ? '' : ' (skipped: there is no promtool on the PATH)';

/** What a scrape shows after samples were recorded, and what the report would say of them. */
async function figuresOf(drawn: readonly Sample[]) {
  const figures = await createRunFigures(scenario, 'digest');
  const recorder = createRecorder({ limits, checkNames: [], judgedOn: 'service', onSlice: figures.take });
  recorder.startPhase('measure', 500);
  figures.enterPhase(1, 'measure');
  for (const sample of drawn) recorder.record({ ...sample, checks: 0 });
  const { measure } = recorder.snapshot();
  const text = await figures.render();
  return { text, measure, scrape: readOpenMetrics(text) };
}

describe('the figures of a run', () => {
  it('are there from the beginning, at 0', async () => {
    const scrape = readOpenMetrics(await (await createRunFigures(scenario, 'digest')).render());
    expect(scrape.get('hitgate_requests_total{phase="measure"}')).toBe(0);
    expect(scrape.get('hitgate_errors_total{phase="measure",kind="timeout"}')).toBe(0);
    expect(scrape.get('hitgate_cache_latency_seconds_bucket{phase="measure",le="0.023"}')).toBe(0);
    expect(scrape.get('hitgate_info{version="0.1.0",scenario="test",digest="digest"}')).toBe(1);
  });

  it('count what the report counts, and are exact at the limit of a gate', async () => {
    await fc.assert(
      fc.asyncProperty(samples, async (drawn) => {
        const { measure, scrape } = await figuresOf(drawn);
        const count = (name: string) => scrape.get(`${name}{phase="measure"}`);
        expect(count('hitgate_requests_total')).toBe(measure.requests);
        expect(count('hitgate_cache_hits_total')).toBe(measure.classes.hit.count);
        expect(count('hitgate_cache_misses_total')).toBe(measure.classes.miss.count);
        expect(count('hitgate_cache_unknown_total')).toBe(measure.classes.unknown.count);
        for (const kind of failureKinds)
          expect(scrape.get(`hitgate_errors_total{phase="measure",kind="${kind}"}`)).toBe(measure.failures[kind]);
        expect(count('hitgate_cache_latency_seconds_count')).toBe(measure.classes.hit.count);
        const within = scrape.get('hitgate_cache_latency_seconds_bucket{phase="measure",le="0.023"}');
        const [hits] = measure.overLimit;
        expect(within).toBe((hits?.count ?? 0) - (hits?.over ?? 0));
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('have buckets that grow with their bounds up to the count', async () => {
    await fc.assert(
      fc.asyncProperty(samples, async (drawn) => {
        const { scrape } = await figuresOf(drawn);
        for (const name of ['cache', 'miss', 'unknown']) {
          const buckets = [...scrape].filter(([series]) =>
            series.startsWith(`hitgate_${name}_latency_seconds_bucket{phase="measure"`),
          );
          const counts = buckets.map(([, value]) => value);
          expect(counts).toStrictEqual(counts.toSorted((one, other) => one - other));
          expect(counts.at(-1)).toBe(scrape.get(`hitgate_${name}_latency_seconds_count{phase="measure"}`));
        }
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  it('say which run and phase goes on', async () => {
    const figures = await createRunFigures(scenario, 'digest');
    figures.enterPhase(2, 'warmup');
    const scrape = readOpenMetrics(await figures.render());
    expect(scrape.get('hitgate_run')).toBe(2);
    expect(scrape.get('hitgate_phase{phase="warmup"}')).toBe(1);
    expect(scrape.get('hitgate_phase{phase="measure"}')).toBe(0);
  });

  it.skipIf(!available)(
    `can be read by promtool, which looks for the help of a counter under another name${skipped}`,
    async () => {
      const { text } = await figuresOf([]);
      const { output } = promtool(['check', 'metrics'], { input: text });
      const lines = output.split('\n').filter((line) => line !== '' && !/^hitgate_\w+_total no help text$/u.test(line));
      expect(lines).toStrictEqual([]);
    },
  );
});

describe('the buckets of a class', () => {
  it.each([
    ['hit', 23_000],
    ['miss', 95_000],
  ] as const)('of %s end at its limit and close around it', (cacheClass, limit) => {
    const bounds = latencyBounds(cacheClass, scenario);
    expect(bounds).toContain(limit);
    expect(bounds).toContain(limit * 0.9);
    expect(bounds).toStrictEqual([...new Set(bounds)].sort((one, other) => one - other));
  });

  it('end at the limits of triggers too, and at plain times where there is no limit', () => {
    expect(latencyBounds('hit', scenarioOf(''))).toContain(50_000);
    for (const cacheClass of cacheClasses)
      expect(latencyBounds(cacheClass, scenarioOf('triggers: []'))).toContain(100_000);
  });
});
