import { describe, expect, it } from 'vitest';
import { terminal } from '../../src/reporters/terminal.ts';
import { buildReport, latencyGate, planGates } from '../report/build-report.ts';
import { buildHealth, buildWorker } from '../recorder/build-worker.ts';
import { exampleReports } from './example-reports.ts';
import { golden } from './golden.ts';
import { hostileText } from './hostile-text.ts';

const folder = 'reports/2026-01-31-120000-sla';
const plain = { color: false, width: 100, folder };
// oxlint-disable-next-line no-control-regex -- the codes are what is looked for.
const escapeCodes = /\u001B\[\d+m/gu;

function screenOf(text: string): string[] {
  return text.replaceAll(escapeCodes, '').split('\n').slice(0, -1);
}

describe.each(exampleReports)('the terminal report of a run that is %s', (name, report) => {
  it('is as the golden file, fits one screen and shows no empty value', () => {
    const text = terminal(report, plain);
    expect(text).toBe(golden(`terminal-${name}.txt`, text));
    expect(screenOf(text).length).toBeLessThanOrEqual(40);
    expect(screenOf(text).filter((line) => line.length > 100)).toEqual([]);
    expect(text).not.toMatch(/NaN|undefined|Infinity|null/u);
  });

  it('is as the golden file at 80 columns in colour, and fits them', () => {
    const text = terminal(report, { color: true, width: 80, folder });
    expect(text).toBe(golden(`terminal-80-${name}.ansi`, text));
    expect(screenOf(text).length).toBeLessThanOrEqual(40);
    expect(screenOf(text).filter((line) => line.length > 80)).toEqual([]);
  });

  it('begins with the verdict, in colour or not', () => {
    for (const color of [true, false])
      expect(screenOf(terminal(report, { ...plain, color }))[0]?.split(' ')[0]).toBe(report.verdict.outcome);
  });

  it('says the same with colour as without', () => {
    const colored = screenOf(terminal(report, { ...plain, color: true })).map((line) => line.trimEnd());
    expect(colored).toEqual(screenOf(terminal(report, plain)));
  });

  it('is ASCII alone when asked', () => {
    const text = terminal(report, { ...plain, ascii: true });
    expect(text).toMatch(/^[ -~\n]*$/u);
    expect(screenOf(text).filter((line) => line.length > 100)).toEqual([]);
  });

  it('names service or response time and never a bare latency', () => {
    const text = terminal(report, plain);
    expect(text).toContain(report.verdict.judgedOn === 'response' ? 'response time, ms' : 'service time, ms');
    expect(text).not.toMatch(/(?<!no )latency/u);
  });
});

describe('the terminal report', () => {
  it('names the engine when it is not hitgate’s own', () => {
    const engineOf = (name: string): string => terminal(buildReport({ engine: { name, version: '9.0.0' } }), plain);
    expect(engineOf('autocannon').replaceAll(/\s+/gu, ' ')).toContain(
      'driven by autocannon 9.0.0, not by hitgate’s own engine',
    );
    expect(engineOf('hitgate')).not.toContain('driven by');
    expect(terminal(buildReport(), plain)).not.toContain('driven by');
  });

  it('says that the reference target is not the real service, and only of the reference target', () => {
    const reference = buildReport({ target: { reference: true, profile: 'fact', faults: ['slow-hits:40ms'] } });
    expect(terminal(reference, plain)).toContain(
      'reference target (not the real service), profile fact, faults slow-hits:40ms',
    );
    expect(terminal(buildReport(), plain)).not.toContain('reference target');
  });

  it.each([10, 30, 200])('fits one screen with %i gates that do not pass', (count) => {
    const thresholds = Array.from({ length: count }, (_, index) => latencyGate('hit', 1 + index / 1_000));
    const report = buildReport({ scenario: { thresholds: [...thresholds, ...planGates] }, traffic: [{ seconds: 2 }] });
    for (const width of [80, 100]) {
      const lines = screenOf(terminal(report, { ...plain, width }));
      expect(lines.length).toBeLessThanOrEqual(40);
      expect(lines.filter((line) => line.length > width)).toEqual([]);
      expect(lines.join('\n')).toContain('miss (n ');
      expect(lines[0]).toMatch(/^FAIL/u);
    }
  });

  it('folds passing gates before it hides one that does not pass', () => {
    const passing = Array.from({ length: 40 }, (_, index) => latencyGate('hit', 23 + index));
    const text = terminal(buildReport({ scenario: { thresholds: [...passing, latencyGate('hit', 5)] } }), plain);
    expect(text).toContain('40 more gates pass');
    expect(text).toContain('✗  http_req_duration{cache:hit}: p(95)<5');
  });

  it('colours no mark of an INVALID measurement green', () => {
    const report = buildReport({ generator: { eventLoopUtilisation: 0.95 } });
    expect(report.verdict.gates.some(({ status }) => status === 'pass')).toBe(true);
    expect(terminal(report, { ...plain, color: true })).not.toContain('\u001B[32m');
    expect(terminal(report, plain)).toContain('gate (not to be trusted)');
  });

  it('lets no escape code, direction mark or line break in from outside', () => {
    const base = buildReport();
    const [gate] = base.verdict.gates;
    const report = {
      ...base,
      scenario: { ...base.scenario, name: hostileText },
      target: { url: 'http://127.0.0.1', reference: false, version: hostileText },
      verdict: {
        ...base.verdict,
        reason: hostileText,
        gates: gate === undefined ? [] : [{ ...gate, status: 'fail' as const, reason: hostileText }],
        warnings: [{ code: 'x', seen: hostileText, cause: hostileText, remedy: hostileText }],
      },
    };
    const text = terminal(report, plain);
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    expect(screenOf(text).length).toBeLessThanOrEqual(40);
  });

  it('says that nothing was judged when there is no gate', () => {
    expect(terminal(buildReport({ scenario: { thresholds: [] } }), plain)).toContain('no gate was judged');
  });

  it('does not cut the path of the folder, which a person copies', () => {
    const long = `reports/${'a'.repeat(150)}`;
    expect(terminal(buildReport(), { ...plain, folder: long })).toContain(long);
  });

  it('says what a recovered run has lost instead of showing zeros', () => {
    const report = buildReport();
    const runs = report.runs.map(({ run, startedAt, warmup, measure, ended }) => ({
      run,
      startedAt,
      warmup,
      measure,
      ended,
    }));
    const text = terminal({ ...report, runs, plan: { ...report.plan, predictions: [] } }, plain);
    expect(text).toContain('measured, not predicted');
    expect(text).toContain('generator  not recorded');
  });

  it('still renders a report of hitgate 0.1, which has neither threads nor a floor', () => {
    const report = buildReport();
    const runs = report.runs.map(({ generator, ...run }) => {
      const { workers: _, process: __, ...old } = buildHealth(generator);
      return { ...run, generator: old };
    });
    const text = terminal({ ...report, runs }, plain);
    expect(text).toContain(
      'generator  31 % busy, lateness p99 0.040 ms, 0.42 cores, 131 MB\nfloor      not measured\n',
    );
  });

  it('shows the four busiest of many threads', () => {
    const workers = Array.from({ length: 16 }, (_, index) => buildWorker({ utilisation: index / 100 }));
    const lines = screenOf(terminal(buildReport({ generator: { workers } }), plain));
    expect(lines.filter((line) => line.startsWith('worker ')).map((line) => line.slice(0, 9))).toEqual([
      'worker 16',
      'worker 15',
      'worker 14',
      'worker 13',
    ]);
    expect(lines.join('\n')).toContain('12 less busy ones: see summary.md');
    expect(lines.length).toBeLessThanOrEqual(40);
  });

  it('keeps to 100 columns of a wider terminal, and to 100 when the width is not known', () => {
    const report = buildReport();
    expect(terminal(report, { ...plain, width: 300 })).toBe(terminal(report, plain));
    expect(terminal(report, { ...plain, width: 0 })).toBe(terminal(report, plain));
  });
});
