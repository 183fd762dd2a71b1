import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { concludeSignoff } from '../../../src/report/signoff/conclude-signoff.ts';
import { signoffJsonSchema } from '../../../src/report/signoff/signoff-schema.ts';
import { plainOptions, wholeEvidence } from './build-evidence.ts';

const whole = wholeEvidence();
const costs = {
  currentCost: { value: 12_000, unit: 'EUR/month' },
  factCost: { value: 900.5, unit: 'EUR/month' },
  investment: { value: 50_000, unit: 'EUR' },
};

/** The sign-off as its file holds it. */
function stored(signoff: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(signoff));
}

describe('the JSON Schema of a sign-off', () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(JSON.stringify(signoffJsonSchema())));

  it.each([
    ['a GO', concludeSignoff(whole, plainOptions)],
    ['one with nothing but a run', concludeSignoff({ runs: whole.runs, probes: [] }, plainOptions)],
    ['one with costs', concludeSignoff(whole, { ...plainOptions, costs })],
    ['a rehearsal', concludeSignoff(whole, { ...plainOptions, rehearsal: true })],
  ])('accepts %s', (_, signoff) => {
    validate(stored(signoff));
    expect(validate.errors).toBeNull();
  });

  it.each([
    ['another decision', { decision: 'PROBABLY' }],
    ['no rows', { rows: undefined }],
    ['a row of no known status', { rows: [{ item: 'a', required: 'b', status: 'fine', evidence: [] }] }],
    ['another kind of record', { kind: 'run' }],
  ])('refuses %s', (_, change) => {
    expect(validate(stored({ ...concludeSignoff(whole, plainOptions), ...change }))).toBe(false);
  });
});
