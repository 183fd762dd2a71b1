import { describe, expect, it } from 'vitest';
import { markdown } from '../../src/reporters/markdown.ts';
import { markdownCode, markdownTable, markdownText } from '../../src/reporters/markdown-table.ts';
import type { Snapshot } from '../../src/recorder/snapshot.ts';
import { buildReport } from '../report/build-report.ts';
import { buildHealth } from '../recorder/build-worker.ts';
import { exampleReports } from './example-reports.ts';
import { golden } from './golden.ts';
import { hostileText } from './hostile-text.ts';

/** Cells of a table row, as GitHub splits it: at bars without a back-slash before them. */
function cellsOf(line: string): number {
  return line.split(/(?<!\\)\|/u).length;
}

function withoutHealth(run: Snapshot): Snapshot {
  const { generator: _, ...rest } = run;
  return rest;
}

describe.each(exampleReports)('the summary of a run that is %s', (name, report) => {
  const text = markdown(report);

  it('is as the golden file', () => {
    expect(text).toBe(golden(`summary-${name}.md`, text));
    expect(text).not.toMatch(/NaN|undefined|Infinity|null/u);
  });

  it('has as many cells in each row as its table has titles', () => {
    for (const table of text.split('\n\n').filter((block) => block.startsWith('|')))
      expect(new Set(table.trim().split('\n').map(cellsOf)).size).toBe(1);
  });
});

describe('the summary', () => {
  it('calls nothing on the reference target a go for the service', () => {
    const text = markdown(buildReport({ target: { reference: true } }));
    expect(text).toContain('nothing here is a go for the service itself');
    expect(text).not.toMatch(/✓ go (?!\(reference target\))/u);
    expect(markdown(buildReport())).not.toContain('reference target');
  });

  it('says above the gates of an INVALID measurement that they cannot be trusted', () => {
    const text = markdown(buildReport({ generator: { eventLoopUtilisation: 0.95 } }));
    expect(text).toContain('The measurement is INVALID: no row of this table can be trusted.');
    expect(text).not.toContain('✓ go');
  });

  it('says what the system or an earlier version did not tell instead of showing zeros', () => {
    const process = { userCores: 0.3, systemCores: 0.1, involuntarySwitches: 0 };
    expect(markdown(buildReport({ generator: { process } }))).toContain('| Files left | not told by this system |');
    const report = buildReport();
    const runs = report.runs.map(({ generator, ...run }) => {
      const { workers: _, process: __, ...old } = buildHealth(generator);
      return { ...run, generator: old };
    });
    const text = markdown({ ...report, runs });
    expect(text).toContain('| CPU, cores | 0.42 |');
    expect(text).not.toMatch(/Files left|Longest GC/u);
    const unknown = markdown({ ...report, runs: runs.map((run) => withoutHealth(run)) });
    expect(unknown).toContain('| Generator | not recorded, lateness p99 0.040 ms |');
  });

  it('has empty rows to sign', () => {
    expect(markdown(buildReport())).toContain('| Engineering lead |  |  |  |');
  });

  it('names a secret by its environment variable, and prints neither its prefix nor the value of any header', () => {
    const { target } = buildReport().scenario;
    const request = {
      ...target.request,
      headers: { 'x-team': 'internal-team-name' },
      secretHeaders: { authorization: { env: 'FACT_API_KEY', prefix: 'Bearer ' } },
    };
    const text = markdown(buildReport({ scenario: { target: { ...target, request } } }));
    expect(text).toContain('headers x-team, authorization from $FACT_API_KEY');
    expect(text).not.toMatch(/Bearer|internal-team-name/u);
  });

  it('stays whole whatever the scenario and the target call themselves', () => {
    const base = buildReport();
    const text = markdown({
      ...base,
      scenario: { ...base.scenario, name: hostileText, description: hostileText, file: hostileText },
      target: { url: 'http://127.0.0.1', reference: false, version: hostileText },
      verdict: { ...base.verdict, reason: hostileText },
      coverage: { share: 0.5, source: hostileText },
    });
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    expect(text.replaceAll(/(?<!\\)`[^`]*`/gu, '')).not.toMatch(/<script>|(?<!\\)\[x(?<!\\)\]|^\s*# head/mu);
    for (const table of text.split('\n\n').filter((block) => block.startsWith('|')))
      expect(new Set(table.trim().split('\n').map(cellsOf)).size).toBe(1);
  });
});

describe('Markdown', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['*a* _b_ ~c~ `d` $e$', '\\*a\\* \\_b\\_ \\~c\\~ \\`d\\` \\$e\\$'],
    ['[x](y)', '\\[x\\](y)'],
    ['a\nb', 'a b'],
    ['a\\b', 'a\\\\b'],
  ])('shows %j literally', (text, escaped) => {
    expect(markdownText(text)).toBe(escaped);
  });

  it.each([
    ['p(95)<23', '`p(95)<23`'],
    ['a|b', '`a\\|b`'],
    ['a`b', "`a'b`"],
    ['', ''],
  ])('shows %j as code', (text, code) => {
    expect(markdownCode(text)).toBe(code);
  });

  it('writes a table with its numbers aligned right', () => {
    expect(markdownTable([{ title: 'a' }, { title: 'b', right: true }], [['1', '2']])).toBe(
      '| a | b |\n|---|---:|\n| 1 | 2 |',
    );
  });
});
