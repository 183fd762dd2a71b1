import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseReport } from '../../src/report/report-schema.ts';
import { json } from '../../src/reporters/json.ts';
import { buildReport } from '../report/build-report.ts';
import { exampleReports } from './example-reports.ts';

describe('report.json', () => {
  it.each(exampleReports)('of a run that is %s is read back as the report that was written', (_, report) => {
    expect(parseReport(json(report), 'report.json')).toEqual(report);
  });

  it('is JSON that says what the report says', () => {
    const report = buildReport();
    expect(JSON.parse(json(report))).toEqual(JSON.parse(JSON.stringify(report)));
  });

  it('has the same text whatever order its keys were built in', () => {
    const report = buildReport();
    const reversed = { ...report, ...Object.fromEntries(Object.entries(report).toReversed()) };
    const { verdict, ...others } = reversed;
    expect(json({ ...others, verdict })).toBe(json(report));
    expect(json(parseReport(json(report), 'report.json'))).toBe(json(report));
  });

  it('begins with the version of its schema and the verdict', () => {
    const keys = [...json(buildReport()).matchAll(/^ {2}"(\w+)"/gmu)].map(([, key]) => key);
    expect(keys.slice(0, 7)).toEqual([
      'schemaVersion',
      'hitgateVersion',
      'id',
      'startedAt',
      'endedAt',
      'aborted',
      'verdict',
    ]);
  });

  it('writes any request body so that it reads back the same', () => {
    const { target } = buildReport({ traffic: [{ seconds: 0 }] }).scenario;
    const base = buildReport({ traffic: [{ seconds: 0 }] });
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'small' }), (body) => {
        const request = { ...target.request, body };
        const report = { ...base, scenario: { ...base.scenario, target: { ...target, request } } };
        const written = parseReport(json(report), 'report.json').scenario.target.request.body;
        expect(written).toEqual(JSON.parse(JSON.stringify(body)));
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a number that JSON would turn into null', () => {
    const report = buildReport({ generator: { cpuCores: Number.NaN } });
    expect(() => json(report)).toThrow(RangeError);
  });

  it('holds the name of the environment variable of a secret', () => {
    const { target } = buildReport().scenario;
    const secretHeaders = { authorization: { env: 'FACT_API_KEY', prefix: 'Bearer ' } };
    const report = buildReport({ scenario: { target: { ...target, request: { ...target.request, secretHeaders } } } });
    expect(json(report)).toContain('"env": "FACT_API_KEY"');
  });
});
