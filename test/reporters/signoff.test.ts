import { describe, expect, it } from 'vitest';
import { concludeSignoff } from '../../src/report/signoff/conclude-signoff.ts';
import type { Signoff } from '../../src/report/signoff/signoff.ts';
import { signoffHtml } from '../../src/reporters/signoff-html.ts';
import { signoffMarkdown } from '../../src/reporters/signoff-markdown.ts';
import { signoffText } from '../../src/reporters/signoff-text.ts';
import { plainOptions, releaseReport, runOf, wholeEvidence } from '../report/signoff/build-evidence.ts';
import { golden } from './golden.ts';
import { hostileText } from './hostile-text.ts';
import { readXml } from './read-xml.ts';

const costs = {
  currentCost: { value: 12_000, unit: 'EUR/month' },
  factCost: { value: 900, unit: 'EUR/month' },
  investment: { value: 40_000, unit: 'EUR' },
};

const reference = releaseReport({ target: { reference: true, profile: 'fact' }, traffic: [{ hitMicros: 30_000 }] });

const examples: readonly (readonly [string, Signoff])[] = [
  ['go', concludeSignoff(wholeEvidence(), { ...plainOptions, costs })],
  ['no-go', concludeSignoff({ runs: [runOf(reference)], probes: [] }, plainOptions)],
  [
    'rehearsal',
    concludeSignoff(wholeEvidence(releaseReport({ target: { reference: true } })), {
      ...plainOptions,
      rehearsal: true,
      maxAgeMicros: 7 * 86_400e6,
    }),
  ],
];

function asXml(page: string): string {
  return page.replace('<!DOCTYPE html>', '<?xml version="1.0" encoding="UTF-8"?>');
}

describe.each(examples)('the sign-off that is a %s', (name, signoff) => {
  it('is as the golden files', () => {
    const markdown = signoffMarkdown(signoff);
    const text = signoffText(signoff, { color: false, width: 100, folder: 'reports/signoff' });
    const json = `${JSON.stringify(signoff, null, 2)}\n`;
    expect(markdown).toBe(golden(`signoff-${name}.md`, markdown));
    expect(text).toBe(golden(`signoff-${name}.txt`, text));
    expect(json).toBe(golden(`signoff-${name}.json`, json));
    expect(`${markdown}${text}${json}`).not.toMatch(/NaN|undefined|Infinity|null/u);
  });

  it.each([60, 80, 100])('fits one screen of %i columns', (width) => {
    const lines = signoffText(signoff, { color: false, width }).split('\n').slice(0, -1);
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(lines.filter((line) => line.length > width)).toEqual([]);
  });

  it('has as many cells in each row of Markdown as its table has titles', () => {
    for (const table of signoffMarkdown(signoff)
      .split('\n\n')
      .filter((block) => block.startsWith('|')))
      expect(
        new Set(
          table
            .trim()
            .split('\n')
            .map((line) => line.split(/(?<!\\)\|/u).length),
        ).size,
      ).toBe(1);
  });

  it('is a page of well-formed markup that loads nothing and has the rows to sign', () => {
    const text = signoffHtml(signoff);
    readXml(asXml(text));
    expect(text).toContain("default-src 'none'");
    for (const role of signoff.approvers)
      expect(text).toContain(`<th scope="row">${role}</th><td></td><td></td><td></td>`);
  });

  it('says GO nowhere unless it is one', () => {
    const texts = [signoffMarkdown(signoff), signoffText(signoff, { color: false, width: 100 }), signoffHtml(signoff)];
    for (const text of texts) expect(/(?<!NO-)\bGO\b/u.test(text)).toBe(name === 'go');
  });
});

it('shows hostile text as text', () => {
  const [, signoff] = examples[0] ?? [];
  if (signoff === undefined) throw new Error('Expected an example');
  const hostile = { ...signoff, scenario: hostileText, approvers: [hostileText] };
  readXml(asXml(signoffHtml(hostile)));
  expect(signoffHtml(hostile)).not.toContain('<script>alert');
  expect(signoffMarkdown(hostile)).not.toContain('<script>');
  // oxlint-disable-next-line no-control-regex -- the codes are what is looked for.
  expect(signoffText(hostile, { color: false, width: 100 })).not.toMatch(/\u001B/u);
});
