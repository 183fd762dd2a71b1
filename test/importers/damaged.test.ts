import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HitgateError } from '../../src/errors.ts';
import { importFormats, type ImportedEntry, type ImportFormat } from '../../src/importers/imported-baseline.ts';
import { parseImportedBaseline } from '../../src/importers/imported-schema.ts';
import { fixture, importText } from './import-text.ts';

const files = {
  criterion: 'criterion-second-run-with-change.txt',
  libtest: 'libtest-bench.txt',
  bencher: 'criterion-bencher-format.txt',
  'k6-csv': 'k6.csv',
  'k6-summary': 'k6-summary.json',
  autocannon: 'autocannon.json',
  wrk: 'wrk2.txt',
  hlog: 'hitgate.hlog',
  hgrm: 'hitgate-hit.hgrm',
} as const;

/** Damage at a place of 0 to 1: what was there is cut off behind it, taken out, or replaced. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  length: fc.integer({ min: 0, max: 30 }),
  text: fc.oneof(
    fc.constantFrom('', '\n', '"', '-', '0', 'NaN', '1e999', '9'.repeat(400), ',', '{', '}', '__proto__'),
    fc.string({ maxLength: 5 }),
  ),
  cut: fc.boolean(),
});

/** The entries of a text; none when it is refused. */
function entriesOf(text: string, format: ImportFormat): readonly ImportedEntry[] {
  try {
    return importText(text, { format }).entries;
  } catch (error) {
    if (error instanceof HitgateError) return [];
    throw error;
  }
}

/** What is wrong with the answer to a text: that it cannot be stored, or a refusal without code, file, line or hint. */
function faultsOf(text: string, format: ImportFormat): string[] {
  try {
    const baseline = importText(text, { format });
    const stored = parseImportedBaseline(JSON.stringify(baseline), 'a.json');
    return isDeepStrictEqual(stored, baseline) ? [] : ['it is stored as something else'];
  } catch (error) {
    if (!(error instanceof HitgateError)) throw error;
    const { code, problems } = error;
    const placeless = problems
      .slice(0, 20)
      .filter(({ file, line = 0, hint }) => file !== 'given.txt' || line < 1 || hint === undefined);
    return [
      ...(code === 'E_IMPORT' && problems.length > 0 ? [] : [`${code}: ${error.message}`]),
      ...placeless.map(({ message }) => `no place or hint: ${message}`),
    ];
  }
}

describe.each(importFormats)('a file of the format %s that was damaged anywhere', (format) => {
  const text = fixture(files[format]);

  it('is either imported into what can be stored, or refused with file, line and hint, and never a crash', () => {
    fc.assert(
      fc.property(damage, ({ at, length, text: put, cut }) => {
        const start = Math.floor(at * text.length);
        const rest = cut ? '' : text.slice(start + length);
        expect(faultsOf(text.slice(0, start) + put + rest, format)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('gives no other figures when it was cut off in the middle of a line: it is refused, or has fewer benchmarks', () => {
    const whole = importText(text, { format });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: text.length - 1 }), (length) => {
        // At a line end, a list of samples is a shorter list, and nothing in it says so.
        fc.pre(text[length - 1] !== '\n' && text[length] !== '\n');
        const cut = entriesOf(text.slice(0, length), format);
        expect(whole.entries).toEqual(expect.arrayContaining([...cut]));
      }),
      { numRuns: 100 },
    );
  });
});
