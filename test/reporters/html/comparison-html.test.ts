import { describe, expect, it } from 'vitest';
import { compareReports } from '../../../src/judge/comparison/compare.ts';
import type { Comparison } from '../../../src/judge/comparison/comparison.ts';
import { comparisonHtml } from '../../../src/reporters/comparison-html.ts';
import { buildReport } from '../../report/build-report.ts';
import { after, before, example } from '../example-comparison.ts';
import { golden } from '../golden.ts';
import { hostileText } from '../hostile-text.ts';
import { elementsOf, readPage, textOf } from './read-page.ts';

const sides = { before, after };

/** How many elements of the page have this class. */
function countOf(page: string, name: string): number {
  return elementsOf(readPage(page)).filter(({ attributes }) => (attributes['class'] ?? '').split(' ').includes(name))
    .length;
}

describe('the page of a comparison', () => {
  it('is as the golden file', () => {
    const text = comparisonHtml(example, sides);
    expect(text).toBe(golden('comparison.html', text));
    expect(text).not.toMatch(/NaN(?!,)|undefined|Infinity|null/u);
  });

  it('draws both sides of each class over one another, with all their values in a table', () => {
    const page = readPage(comparisonHtml(example, sides));
    for (const cacheClass of ['hit', 'miss']) {
      const table = elementsOf(page).find(({ attributes }) => attributes['id'] === `percentiles-${cacheClass}-table`);
      const [head, p0] = elementsOf(table ?? page).filter(({ name }) => name === 'tr');
      expect(head?.children.map(({ text }) => text)).toEqual(['Percentile', 'before', 'after']);
      expect(p0?.children).toHaveLength(3);
    }
  });

  it('is neither green nor red when it decides nothing by itself', () => {
    expect(example.reservations).not.toEqual([]);
    const page = comparisonHtml(example, sides);
    expect([countOf(page, 'good'), countOf(page, 'bad')]).toEqual([0, 0]);
    const decided = comparisonHtml({ ...example, reservations: [] }, sides);
    expect(decided).toContain('<header class="verdict bad">');
    expect(countOf(decided, 'good')).toBeGreaterThan(0);
  });

  it('shows nothing green when it is INVALID, and says why', () => {
    const validity = [{ side: 'before' as const, seen: 'the generator was busy', remedy: 'use fewer users' }];
    const page = comparisonHtml({ ...example, outcome: 'INVALID', validity }, sides);
    expect(countOf(page, 'good')).toBe(0);
    expect(textOf(readPage(page))).toContain('Before: the generator was busy.');
  });

  it('names every drawing, by ids that exist once', () => {
    const all = elementsOf(readPage(comparisonHtml(example, sides)));
    const ids = all.flatMap(({ attributes }) => attributes['id'] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const drawings = all.filter(({ name, attributes }) => name === 'svg' && attributes['aria-hidden'] !== 'true');
    expect(drawings).toHaveLength(6);
    for (const { attributes, children } of drawings) {
      expect(children.slice(0, 2).map(({ name }) => name)).toEqual(['title', 'desc']);
      expect([attributes['aria-labelledby'], attributes['aria-describedby']]).toEqual(
        children.slice(0, 2).map((each) => each.attributes['id']),
      );
    }
    for (const link of all.flatMap(({ attributes }) => attributes['href'] ?? []).filter((href) => href.startsWith('#')))
      expect(ids).toContain(link.slice(1));
  });

  it('can be made of what the judge compared, of the same run twice, and of sides without an answer', () => {
    expect(() => readPage(comparisonHtml(compareReports(before, after), sides))).not.toThrow();
    const same = textOf(readPage(comparisonHtml(compareReports(after, after), { before: after, after })));
    expect(same).toContain('Nothing: machine, target, load and versions are the same.');
    const silent = buildReport({ traffic: [{ ratePerSecond: 0 }] });
    expect(
      textOf(readPage(comparisonHtml(compareReports(silent, silent), { before: silent, after: silent }))),
    ).toContain('Neither side recorded an answer.');
  });

  it('shows text from outside as text', () => {
    const texts: Comparison = {
      ...example,
      reason: hostileText,
      reservations: [hostileText],
      before: { ...example.before, id: hostileText, target: hostileText, startedAt: hostileText },
      differences: [{ what: hostileText, before: hostileText, after: hostileText }],
      gates: example.gates
        .slice(0, 1)
        .map((gate) => Object.assign({}, gate, { name: hostileText, reason: hostileText })),
      claims: example.claims.map((claim) => Object.assign({}, claim, { name: hostileText, reason: hostileText })),
      validity: [{ side: 'after', seen: hostileText, remedy: hostileText }],
    };
    const page = comparisonHtml(texts, sides);
    expect(elementsOf(readPage(page)).filter(({ name }) => name === 'script')).toHaveLength(1);
    expect(page).not.toMatch(/[^\P{C}\n]/u);
  });
});
