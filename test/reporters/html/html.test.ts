import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import type { GateResult } from '../../../src/judge/verdict.ts';
import type { Prediction } from '../../../src/plan/plan.ts';
import type { Slice, Snapshot } from '../../../src/recorder/snapshot.ts';
import type { RunReport } from '../../../src/report/run-report.ts';
import { html } from '../../../src/reporters/html.ts';
import { buildReport } from '../../report/build-report.ts';
import { example } from '../example-comparison.ts';
import { exampleReports } from '../example-reports.ts';
import { golden } from '../golden.ts';
import { hostileText } from '../hostile-text.ts';
import type { ReadElement } from '../read-xml.ts';
import { elementsOf, readPage, textOf } from './read-page.ts';

/** The same report with a text in the place of every other text that comes from outside. */
function withTexts(base: RunReport, text: string): RunReport {
  const { scenario, verdict, plan, machine, runs } = base;
  const finding = { code: text, seen: text, cause: text, remedy: text };
  const { target, workload } = scenario;
  return {
    ...base,
    id: text,
    hitgateVersion: text,
    startedAt: text,
    endedAt: text,
    scenario: {
      ...scenario,
      name: text,
      description: text,
      file: text,
      target: { ...target, request: { ...target.request, method: text, path: text, headers: { [text]: text } } },
      workload: { ...workload, mix: { [text]: 1 } },
    },
    plan: {
      ...plan,
      digest: text,
      generator: text,
      corpus: { ...plan.corpus, file: text, digest: text },
      predictions: plan.predictions.map((prediction) => withModel(prediction, text)),
    },
    target: { url: text, reference: false, version: text, profile: text, faults: [text] },
    engine: { name: text, version: text },
    machine: { ...machine, cpuModel: text, kernel: text, nodeVersion: text },
    runs: runs.map((run) => withMeasure(run, { statuses: { [text]: 3 } })),
    coverage: { share: 0.5, source: text },
    verdict: {
      ...verdict,
      reason: text,
      validity: [finding],
      warnings: [finding],
      gates: verdict.gates.map((gate) => withReason(gate, text)),
    },
  };
}

function withMeasure(run: Snapshot, parts: Partial<Snapshot['measure']>): Snapshot {
  return { ...run, measure: { ...run.measure, ...parts } };
}

function withModel(prediction: Prediction, model: string): Prediction {
  return { ...prediction, model };
}

function withReason(gate: GateResult, text: string): GateResult {
  return { ...gate, reason: text, threshold: { ...gate.threshold, source: text, selector: text } };
}

/** Elements and attributes without their texts: what markup from outside would change. */
function skeletonOf({ name, attributes, children }: ReadElement): string {
  return `${name}(${Object.keys(attributes).join(' ')})[${children.map(skeletonOf).join('')}]`;
}

function attributesOf(page: ReadElement, attribute: string): string[] {
  return elementsOf(page).flatMap(({ attributes }) => attributes[attribute] ?? []);
}

describe.each(exampleReports)('the page of a run that is %s', (_, report) => {
  const text = html(report);
  const page = readPage(text);
  const all = elementsOf(page);

  it('says the verdict in its only heading of the first rank, and in its title', () => {
    const headings = all.filter(({ name }) => name === 'h1');
    expect(headings).toHaveLength(1);
    expect(headings.map(textOf).join('')).toContain(report.verdict.outcome);
    expect(textOf(all.find(({ name }) => name === 'title') ?? page)).toContain(report.verdict.outcome);
  });

  it('holds no figure that is not one', () => {
    expect(text).not.toMatch(/NaN(?!,)|undefined|Infinity|null/u);
  });

  it('names every drawing that is no ornament, by ids that exist once', () => {
    const ids = attributesOf(page, 'id');
    expect(new Set(ids).size).toBe(ids.length);
    const drawings = all.filter(({ name, attributes }) => name === 'svg' && attributes['aria-hidden'] !== 'true');
    expect(drawings.length).toBeGreaterThan(5);
    for (const { attributes, children } of drawings) {
      expect(children.slice(0, 2).map(({ name }) => name)).toEqual(['title', 'desc']);
      const [title, description] = children.map((each) => each.attributes['id']);
      expect(attributes['aria-labelledby']).toBe(title);
      expect(attributes['aria-describedby']).toBe(description);
    }
    for (const link of attributesOf(page, 'href').filter((href) => href.startsWith('#')))
      expect(ids).toContain(link.slice(1));
    for (const labels of attributesOf(page, 'aria-labelledby'))
      for (const id of labels.split(' ')) expect(ids).toContain(id);
  });

  it('gives every header cell a scope, and every row as many cells as there are titles', () => {
    for (const cell of all.filter(({ name }) => name === 'th'))
      expect(cell.attributes['scope']).toMatch(/^(?:row|col)$/u);
    for (const table of all.filter(({ name }) => name === 'table')) {
      const rows = elementsOf(table).filter(({ name }) => name === 'tr');
      expect(new Set(rows.map(({ children }) => children.length)).size).toBe(1);
    }
  });

  it('loads nothing and lets nothing be loaded', () => {
    const links = [...attributesOf(page, 'src'), ...attributesOf(page, 'href')];
    expect(links.filter((link) => !link.startsWith('#'))).toEqual(['data:,']);
    expect(text).not.toMatch(/@import|url\(|fetch\(|XMLHttpRequest/u);
    const policy = all.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
    expect(policy?.attributes['content']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'; img-src data:; base-uri 'none'; form-action 'none'$/u,
    );
    expect(all.filter(({ attributes }) => Object.keys(attributes).some((name) => /^(?:style|on)/u.test(name)))).toEqual(
      [],
    );
  });
});

describe('the page of a run', () => {
  it('is as the golden file', () => {
    const [, report] = exampleReports.find(([name]) => name === 'pass') ?? [];
    const text = report === undefined ? '' : html(report);
    expect(text).toBe(golden('report-pass.html', text));
  });

  it('shows text from outside as text, whatever it holds', () => {
    const base = buildReport({ traffic: [{ failures: { status: 3 } }] });
    const harmless = skeletonOf(readPage(html(withTexts(base, 'harmless'))));
    const page = html(withTexts(base, hostileText));
    expect(skeletonOf(readPage(page))).toBe(harmless);
    expect(page).not.toContain('<script>&amp;');
    expect(page).not.toMatch(/[^\P{C}\n]/u);
    expect(textOf(readPage(page))).toContain('<script>&amp; "q"');
  });

  it('keeps its elements for any text at all', () => {
    const base = buildReport({ traffic: [{ seconds: 3 }] });
    const harmless = skeletonOf(readPage(html(withTexts(base, 'harmless'))));
    const text = fc.string({
      unit: fc.constantFrom(
        '<',
        '>',
        '&',
        '"',
        "'",
        '`',
        '/',
        '=',
        ']',
        '-',
        '!',
        ' ',
        'x',
        '\n',
        '\0',
        'script',
        'onload',
      ),
      minLength: 1,
    });
    fc.assert(
      fc.property(
        text.filter((each) => each.trim() !== ''),
        (each) => {
          expect(skeletonOf(readPage(html(withTexts(base, each))))).toBe(harmless);
        },
      ),
      { numRuns: 40, seed: 4 },
    );
  });

  it.each([
    ['an INVALID measurement', buildReport({ generator: { eventLoopUtilisation: 0.95 } })],
    ['a run that was cut off', buildReport({ ended: 'aborted', traffic: [{ seconds: 22 }] })],
    ['a run whose target was lost', buildReport({ ended: 'target-lost' })],
  ])('shows no green light for %s, although its gates passed', (_, report) => {
    expect(report.verdict.gates.some(({ status }) => status === 'pass')).toBe(true);
    const main = elementsOf(readPage(html(report))).filter(({ attributes }) =>
      (attributes['class'] ?? '').split(' ').includes('good'),
    );
    expect(main).toEqual([]);
  });

  it('says that the reference target is not the real service, and calls nothing measured on it a go for the service', () => {
    const text = html(buildReport({ target: { reference: true } }));
    expect(text).toContain('measured on the reference target, not on the real service');
    expect(text).toContain('the reference target kept every limit');
    expect(text).not.toContain('the service kept every limit');
    expect(text).toContain('nothing here is a go for the service itself');
    expect(text).not.toMatch(/✓ go(?! \(reference target\))/u);
  });

  it('keeps the names of secrets and of headers, and none of their values', () => {
    const { target } = buildReport().scenario;
    const request = {
      ...target.request,
      headers: { 'x-team': 'internal-team-name' },
      secretHeaders: { authorization: { env: 'FACT_API_KEY', prefix: 'Bearer ' } },
    };
    const text = html(buildReport({ scenario: { target: { ...target, request } } }));
    expect(text).toContain('headers x-team, authorization from $FACT_API_KEY');
    expect(text).not.toMatch(/Bearer|internal-team-name/u);
  });

  it('shows how the run compares with its baseline, and in no colour when that decides nothing by itself', () => {
    const { outcome, reason, evidence, reservations, gates, claims } = example;
    const baseline = { name: 'pre-integration', id: 'a-run', outcome, reason, evidence, reservations, gates, claims };
    const report = buildReport({ generator: { eventLoopUtilisation: 0.95 } });
    const page = readPage(html({ ...report, verdict: { ...report.verdict, baseline } }));
    const section = elementsOf(page).find(({ attributes }) => attributes['id'] === 'baseline');
    expect(textOf(section ?? page)).toContain('Against the baseline pre-integration: REGRESSED');
    const marks = elementsOf(section ?? page).map(({ attributes }) => attributes['class'] ?? '');
    expect(marks.filter((mark) => /\b(?:good|bad)\b/u.test(mark))).toEqual([]);
    expect(marks.filter((mark) => mark === 'interval plain')).toHaveLength(3);
  });

  it('can be made of a run that measured nothing', () => {
    const report = buildReport({ traffic: [{ ratePerSecond: 0 }] });
    expect(() => readPage(html(report))).not.toThrow();
    const runs = report.runs.map((run) => withMeasure(run, { slices: [] }));
    expect(textOf(readPage(html({ ...report, runs })))).toContain('Not a second was recorded.');
  });
});

/** A report whose only run is `hours` long, made of the seconds of a short one over and over, with one slow second. */
function soak(hours: number): RunReport {
  const report = buildReport({ traffic: [{ seconds: 10 }] });
  const runs = report.runs.map((run) => {
    const slices = Array.from({ length: hours * 3_600 }, (_, second) => secondOf(run.measure.slices, second));
    return withMeasure(run, { durationMicros: hours * 3.6e9, slices });
  });
  return { ...report, runs };
}

function secondOf(slices: readonly Slice[], second: number): Slice {
  const slice = slices[second % 9];
  if (slice === undefined) throw new Error('the short run has too few seconds');
  return second === 40_000 ? { ...slice, second, hit: [12_000, 14_000, 987_654] } : { ...slice, second };
}

describe('the page of a soak of 24 hours', () => {
  const text = html(soak(24));

  it('stays below 400 kB and says how coarse it is', () => {
    expect(text.length).toBeLessThan(400_000);
    expect(text).toContain('One point is 5\u00A0m');
    expect(() => readPage(text)).not.toThrow();
  });

  it('keeps the peak of one single second', () => {
    expect(text).toMatch(/<th scope="row">39900–40199<\/th>.*–987\.7/u);
  });
});
