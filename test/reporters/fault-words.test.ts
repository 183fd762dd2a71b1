import { describe, expect, it } from 'vitest';
import { html } from '../../src/reporters/html.ts';
import { markdown } from '../../src/reporters/markdown.ts';
import { faultLines, faultRows, plannedFaultWords } from '../../src/reporters/fault-words.ts';
import { terminal } from '../../src/reporters/terminal.ts';
import { parseReport } from '../../src/report/report-schema.ts';
import { closedScenario } from '../judge/build-scenario.ts';
import { faultRun, recordOf } from '../judge/fault-run.ts';
import { buildReport } from '../report/build-report.ts';

const scenario = closedScenario([['http_req_failed', 'rate<0.5']]);
const run = faultRun(scenario, {
  seconds: 30,
  faults: [{ from: 10, until: 15 }],
  at: (second) => (second >= 10 && second < 15 ? { hits: 50, failed: 50 } : {}),
});
const report = { ...buildReport(), runs: [run] };

describe('a fault in words', () => {
  it('says when it was, how it went, and what was due in it', () => {
    expect(faultLines(report)).toEqual([
      {
        text: 'gone, 10.00 s (there after 0.00 s) to 15.00 s; inject fact-down; undone; 500 requests, 50.00 % failed',
        isBad: false,
      },
    ]);
  });

  it.each([
    [recordOf({ from: 10 }), 'NOT UNDONE: its undo ended with code 7', true],
    [
      { ...recordOf({ from: 10, until: 15 }), injection: { status: 'failed', how: 'ended with code 3', output: '' } },
      'NOT BROUGHT ABOUT: it ended with code 3; undone',
      true,
    ],
    [
      {
        ...recordOf({ from: 10, until: 15 }),
        undos: [
          { status: 'failed', how: 'ended with code 7', output: '' },
          { status: 'done', how: 'ended with code 0', output: '' },
        ],
      },
      'undone at the second attempt (the first ended with code 7)',
      false,
    ],
  ] as const)('says what went wrong', (record, outcome, isBad) => {
    expect(faultRows({ runs: [{ ...run, faults: [record] }] })[0]).toMatchObject({ outcome, isBad });
  });

  it('is in every form of a report', () => {
    expect(terminal(report, { color: false, width: 100 })).toContain('fault      gone, 10.00 s');
    expect(markdown(report)).toContain('### Faults');
    const page = html(report);
    expect(page).toContain('<title>gone</title>');
    expect(page).toContain('id="faults"');
    expect(html(buildReport())).not.toContain('class="fault-band"');
  });

  it('is the same after a report was stored and read', () => {
    const read = parseReport(JSON.stringify(report), 'report.json');
    expect(faultRows(read)).toEqual(faultRows(report));
    expect(read.runs[0]?.measure.windows).toEqual(run.measure.windows);
    expect(read.runs[0]?.measure.slices).toEqual(run.measure.slices);
  });

  it('is planned in words', () => {
    const times = { name: 'gone', atMicros: 10e6, forMicros: 90e6 };
    expect(plannedFaultWords({ ...times, action: { kind: 'inject', faults: ['fact-down'] } })).toBe(
      'gone, from 10 s for 1 m 30 s: inject fact-down',
    );
    const hook = { run: 'stop', timeoutMicros: 5e6 };
    expect(
      plannedFaultWords({ ...times, action: { kind: 'command', run: hook, undo: { ...hook, run: 'start' } } }),
    ).toBe('gone, from 10 s for 1 m 30 s: run stop, undo start, each within 5 s');
  });
});
