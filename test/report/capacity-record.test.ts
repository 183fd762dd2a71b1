import { describe, expect, it } from 'vitest';
import { concludeSearch } from '../../src/capacity/conclude-search.ts';
import { nextStep } from '../../src/capacity/next-step.ts';
import { parseCapacity } from '../../src/report/capacity-record.ts';
import { exampleCapacity } from '../reporters/example-capacity.ts';

const record = exampleCapacity();

describe('a stored search for a capacity', () => {
  it('is read as it was written, and concludes the same again', () => {
    const read = parseCapacity(JSON.stringify(record), 'capacity.json');
    expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(record)));
    expect(concludeSearch(read.steps, read.conclusion.end, read.settings)).toEqual(read.conclusion);
  });

  it('holds the steps that the search asks for', () => {
    for (const [index, { load, purpose }] of record.steps.entries())
      expect(nextStep(record.steps.slice(0, index), record.settings)).toEqual({ kind: 'try', load, purpose });
    expect(nextStep(record.steps, record.settings)).toEqual({ kind: 'end', end: 'complete' });
  });

  it.each([
    ['no JSON', '{'],
    ['another kind', JSON.stringify({ ...record, kind: 'run' })],
    ['without steps', JSON.stringify({ ...record, steps: undefined })],
    ['of another major version', JSON.stringify({ ...record, schemaVersion: '2.0' })],
  ])('is refused with its file when it is %s', (_, text) => {
    expect(() => parseCapacity(text, 'reports/x/capacity.json')).toThrow('reports/x/capacity.json');
  });

  it('may have more than this version knows', () => {
    const more = JSON.stringify({ ...record, schemaVersion: '1.7', mood: 'good' });
    expect(parseCapacity(more, 'x').conclusion).toEqual(record.conclusion);
  });
});
