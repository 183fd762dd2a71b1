import { describe, expect, it } from 'vitest';
import type { CapacityRecord } from '../../src/report/capacity-record.ts';
import { capacityHtml } from '../../src/reporters/capacity-html.ts';
import { capacityMarkdown } from '../../src/reporters/capacity-markdown.ts';
import { capacityText, stepLine } from '../../src/reporters/capacity-text.ts';
import { exampleCapacity, type ExampleStep } from './example-capacity.ts';
import { golden } from './golden.ts';
import { hostileText } from './hostile-text.ts';
import { elementsOf, readPage, textOf } from './html/read-page.ts';

const example = exampleCapacity();
const plain = { color: false, width: 100, folder: 'reports/2026-01-31-120000-capacity-sla' };
const busy = { generator: { eventLoopUtilisation: 0.95 } };

function text(record: CapacityRecord): string {
  return capacityText(record, plain).replaceAll(/\s+/gu, ' ');
}

describe('the text of a search for a capacity', () => {
  it('is one screen that begins with the verdict', () => {
    const shown = capacityText(example, plain);
    expect(shown).toBe(golden('capacity.txt', shown));
    expect(shown.split('\n').length).toBeLessThanOrEqual(40);
    expect(shown).not.toMatch(/NaN|undefined|Infinity|null/u);
  });

  it.each([60, 80, 100])('holds %i columns', (width) => {
    const lines = capacityText(example, { ...plain, width }).split('\n');
    expect(
      Math.max(...lines.filter((line) => !line.startsWith('folder')).map(({ length }) => length)),
    ).toBeLessThanOrEqual(width);
  });

  it('is one line when it is to be brief', () => {
    expect(capacityText(example, { ...plain, brief: true })).toMatch(
      /^PASS capacity of sla: 48 users meet every gate \(confirmed over 1 m, 48 000 requests\); 52 fail: p95 of hits .* ms \[.*\] \(reports.*\)\n$/u,
    );
  });

  it.each<[string, readonly ExampleStep[], Parameters<typeof exampleCapacity>[2], RegExp]>([
    [
      'all pass',
      [{ load: 15 }, { load: 30 }, { load: 30, purpose: 'confirm' }],
      'complete',
      /^PASS at least 30 users meet every gate \(confirmed over 20 s, 15 000 requests\); no greater load was to be tried/u,
    ],
    ['the least fails', [{ load: 60 }], 'complete', /no load passed, and 60 users are too many: 60 fail: p95 of hits/u],
    [
      'the generator is saturated',
      [
        { load: 30 },
        { load: 45, report: busy },
        { load: 45, purpose: 'again', report: busy },
        { load: 30, purpose: 'confirm' },
      ],
      'saturated',
      /at least 30 users .*; this machine cannot drive more: at 45 users the measurement is INVALID/u,
    ],
    [
      'nothing could be trusted',
      [{ load: 15, report: busy }],
      'saturated',
      /^INVALID no load was decided: the event loop .* busy/u,
    ],
    [
      'it was interrupted',
      [{ load: 15 }, { load: 60 }],
      'interrupted',
      /^INCONCLUSIVE 15 users met every gate for 20 s \(7 500 requests\), which was not confirmed; 60 fail: .*interrupted: what was found so far/u,
    ],
    ['the target was lost', [{ load: 15 }], 'target-lost', /the target was lost at 15 users/u],
    [
      'it is not monotone',
      [{ load: 45 }, { load: 30, report: { traffic: [{ hitMicros: 40_000, users: 30 }] } }],
      'steps-used',
      /not monotone: 30 users fail, 45 pass; the answer lies below what fails/u,
    ],
  ])('says that %s', (_, steps, end, expected) => {
    expect(text(exampleCapacity(steps, { most: 30 }, end))).toMatch(expected);
  });

  it('says what a step was when it has ended', () => {
    const [first, , third] = example.steps;
    if (first === undefined || third === undefined) throw new Error('Expected steps');
    expect(stepLine(first, 'vus')).toMatch(
      /^✓ step 1, 15 users: pass after 20 s, 375\/s, p95 of hits .* ms, of misses .* ms$/u,
    );
    expect(stepLine(third, 'rate')).toMatch(/^✗ step 3, 60 requests\/s: fail after 20 s, .*: p95 of hits/u);
  });
});

describe('a search in Markdown', () => {
  it('is as the golden file', () => {
    const shown = capacityMarkdown(example);
    expect(shown).toBe(golden('capacity.md', shown));
  });
});

describe('the page of a search', () => {
  it('is as the golden file', () => {
    const shown = capacityHtml(example);
    expect(shown).toBe(golden('capacity.html', shown));
    expect(shown).not.toMatch(/NaN|undefined|Infinity|null/u);
  });

  it('draws the load against latency and throughput, and has every value in a table', () => {
    const all = elementsOf(readPage(capacityHtml(example)));
    const drawings = all.filter(({ name, attributes }) => name === 'svg' && attributes['role'] === 'img');
    expect(drawings.map(({ attributes }) => attributes['aria-labelledby'])).toEqual([
      'load-latency-plot-title',
      'load-throughput-plot-title',
    ]);
    const table = all.find(({ attributes }) => attributes['id'] === 'steps-table');
    if (table === undefined) throw new Error('Expected the table of steps');
    expect(elementsOf(table).filter(({ name }) => name === 'tr')).toHaveLength(example.steps.length + 1);
    const crosses = all.filter(({ attributes }) => attributes['class'] === 'point cross');
    const failed = example.steps.filter(({ outcome }) => outcome === 'fail');
    expect(crosses).toHaveLength(3 * failed.length);
  });

  it('names everything by ids that exist once, and links to them and to the steps alone', () => {
    const all = elementsOf(readPage(capacityHtml(example)));
    const ids = all.flatMap(({ attributes }) => attributes['id'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const href of all.filter(({ name }) => name === 'a').flatMap(({ attributes }) => attributes['href'] ?? [])) {
      const isStep = example.steps.some(({ folder }) => href === `${folder}/report.html`);
      expect([isStep, ids.includes(href.slice(1))]).toContain(true);
    }
  });

  it('can be made of one step, and of one that was not measured', () => {
    expect(() => readPage(capacityHtml(exampleCapacity([{ load: 1 }])))).not.toThrow();
    const silent = exampleCapacity([{ load: 1, report: { traffic: [{ ratePerSecond: 0 }] } }]);
    expect(textOf(readPage(capacityHtml(silent)))).toContain('no data');
    expect(capacityHtml(silent)).not.toMatch(/NaN|undefined|Infinity/u);
  });

  it('shows text from outside as text', () => {
    const hostile: CapacityRecord = {
      ...example,
      id: hostileText,
      scenario: { name: hostileText, description: hostileText, file: hostileText },
      target: { ...example.target, url: hostileText },
      steps: example.steps.map((step) => Object.assign({}, step, { reason: hostileText, outcome: 'invalid' as const })),
    };
    const page = capacityHtml(hostile);
    expect(elementsOf(readPage(page)).filter(({ name }) => name === 'script')).toHaveLength(1);
    expect(page).not.toMatch(/[^\P{C}\n]/u);
  });
});
