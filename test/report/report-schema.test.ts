import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { exitCodes, HitgateError } from '../../src/errors.ts';
import { reportJsonSchema } from '../../src/report/report-json-schema.ts';
import { parseReport } from '../../src/report/report-schema.ts';
import { json } from '../../src/reporters/json.ts';
import { constantRate, sharedIterations } from '../plan/scenario-builder.ts';
import { exampleReports } from '../reporters/example-reports.ts';
import { buildReport } from './build-report.ts';

const text = json(buildReport());

function failureOf(given: string): HitgateError {
  try {
    parseReport(given, 'reports/x/report.json');
  } catch (error) {
    if (error instanceof HitgateError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

function changed(change: (report: Record<string, unknown>) => void): string {
  const report: unknown = JSON.parse(text);
  if (typeof report !== 'object' || report === null) throw new Error('expected an object');
  const copy: Record<string, unknown> = { ...report };
  change(copy);
  return JSON.stringify(copy);
}

describe('a stored report', () => {
  it('names its engine, or none where only one could be meant', () => {
    const engine = { name: 'autocannon', version: '9.0.0' };
    expect(parseReport(json(buildReport({ engine })), 'x').engine).toEqual(engine);
    expect('engine' in parseReport(text, 'x')).toBe(false);
    expect(failureOf(changed((report) => (report['engine'] = 'autocannon'))).message).toContain('engine');
  });

  it.each([
    ['constant-arrival-rate', { load: constantRate(10, 1_000_000) }],
    ['shared-iterations', { load: sharedIterations(100) }],
    [
      'ramping-vus',
      {
        load: {
          executor: 'ramping-vus',
          startVUs: 1,
          stages: [{ durationMicros: 1_000_000, target: 5 }],
          gracefulRampDownMicros: 0,
          gracefulStopMicros: 0,
        },
      },
    ],
    [
      'replay',
      {
        load: {
          executor: 'replay',
          maxDurationMicros: 1,
          preAllocatedVUs: 1,
          maxVUs: 2,
          arrivals: 'even',
          gracefulStopMicros: 0,
        },
        workload: { popularity: { kind: 'replay', file: 'log.jsonl', speed: 2 }, cache: { capacity: 5, ttlMicros: 7 } },
        warmup: { kind: 'until-steady', maxMicros: 60_000_000 },
        baseline: { name: 'pre', margins: { 'p(95){cache:hit}': 0.1 } },
      },
    ],
  ] as const)('of a %s load is read back as it was', (_, scenario) => {
    const report = buildReport({ scenario, traffic: [{ seconds: 2 }] });
    expect(parseReport(json(report), 'report.json')).toEqual(report);
  });

  it('of a later minor version is read, without what is not known of it', () => {
    const later = changed((report) => Object.assign(report, { schemaVersion: '1.7', windSpeed: 3 }));
    expect(parseReport(later, 'report.json')).toEqual({ ...buildReport(), schemaVersion: '1.7' });
  });

  it.each(['2.0', '0.9', '10.0', 'x', ''])('of schema version %j is refused', (schemaVersion) => {
    const failure = failureOf(changed((report) => Object.assign(report, { schemaVersion })));
    expect(failure.message).toContain('this hitgate reads 1.x only');
    expect(failure).toMatchObject({ code: 'E_REPORT', exitCode: exitCodes.usage });
  });

  it.each([
    ['is empty', '', 'is empty'],
    ['is not JSON', 'PASS', 'is not JSON'],
    ['is another JSON', '[1, 2]', 'is no report of hitgate: it has no schemaVersion'],
    ['is null', 'null', 'is no report of hitgate'],
    ['has a comma too many', '{"schemaVersion": "1.0",}', 'is not JSON'],
  ])('that %s is refused', (_, given, message) => {
    expect(failureOf(given).message).toContain(message);
    expect(failureOf(given).message).toContain('reports/x/report.json');
    expect(failureOf(given).hint).toBeDefined();
  });

  it('that is cut off anywhere is refused as cut off', () => {
    for (let end = 1; end < text.length - 2; end += 997)
      expect(failureOf(text.slice(0, end)).message).toContain('is cut off');
  });

  it('that lacks a part or has a wrong one is refused, with the place of each fault', () => {
    const failure = failureOf(
      changed((report) => {
        delete report['runs'];
        Object.assign(report, { aborted: 'no', coverage: { share: 1.2, source: 'x' } });
      }),
    );
    expect(new Set(failure.problems.map(({ message }) => message.split(':')[0]))).toEqual(
      new Set(['aborted', 'coverage.share', 'runs']),
    );
  });

  it.each([
    ['a negative count', '"requests": 12000', '"requests": -1'],
    ['a fraction of a request', '"requests": 12000', '"requests": 0.5'],
    ['an unknown outcome', '"outcome": "PASS"', '"outcome": "GREEN"'],
    ['histograms that are none', '"lateness": "HIST', '"lateness": "hist'],
  ])('with %s is refused', (_, from, to) => {
    expect(text).toContain(from);
    expect(failureOf(text.replace(from, to)).code).toBe('E_REPORT');
  });

  it('with a latency of a class that counts nothing is refused', () => {
    const emptied = text.replace(/("hit": \{\s+"count": )10901/u, '$10');
    expect(emptied).not.toBe(text);
    expect(failureOf(emptied).message).toContain('has histograms although it counts no sample');
  });

  it('is read with a byte order mark before it', () => {
    expect(parseReport(`\uFEFF${text}`, 'report.json')).toEqual(buildReport());
  });
});

describe('the JSON Schema of a report', () => {
  const schema = JSON.parse(JSON.stringify(reportJsonSchema()));
  const validate = new Ajv({ strict: false }).compile(schema);

  it.each(exampleReports)('accepts a report of a run that is %s', (_, report) => {
    validate(JSON.parse(json(report)));
    expect(validate.errors).toBeNull();
  });

  it('refuses a report without runs', () => {
    expect(validate(JSON.parse(changed((report) => delete report['runs'])))).toBe(false);
  });
});
