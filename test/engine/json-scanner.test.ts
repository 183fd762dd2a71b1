import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expect as ready, found } from '../../src/engine/json-found.ts';
import { compilePath, valueAt } from '../../src/engine/json-path.ts';
import { JsonScanner } from '../../src/engine/json-scanner.ts';
import { SourceTally } from '../../src/engine/source-tally.ts';

/** Names and indices are few, so that paths meet what they look for and members of the same name meet each other. */
const names = ['a', 'b', '0', '1', 'length', 'é', 'source', '__proto__', 'a"b'];
const name = fc.constantFrom(...names);
const path = fc.array(name, { maxLength: 3 });
const space = fc.constantFrom('', '', '', ' ', '\n', '\t\r ');

/** JSON as text, not as a value: with white space, escapes and members of the same name. */
const json = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(
      'true',
      'false',
      'null',
      '0',
      '-0',
      '1',
      '-1.5e3',
      '1E+2',
      '""',
      '"a"',
      '"\\u0061"',
      '"\\n\\"\\\\é"',
    ),
    fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    tie('object'),
    tie('array'),
  ),
  object: fc
    .array(
      fc.tuple(
        space,
        fc.oneof(
          name.map((text) => JSON.stringify(text)),
          fc.constant('"\\u0061"'),
        ),
        space,
        tie('value'),
      ),
    )
    .map(
      (members) =>
        `{${members.map(([left, key, right, value]) => `${left}${key}${right}:${left}${value}${right}`).join(',')}}`,
    ),
  array: fc
    .array(fc.tuple(space, tie('value')))
    .map((elements) => `[${elements.map(([left, value]) => `${left}${value}${left}`).join(',')}]`),
}));

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'undefined' ? 'absent' : typeof value;
}

const kindNames: Record<number, string> = {
  [found.absent]: 'absent',
  [found.true]: 'boolean',
  [found.false]: 'boolean',
  [found.null]: 'null',
  [found.number]: 'number',
  [found.count]: 'number',
  [found.string]: 'string',
  [found.escaped]: 'string',
  [found.object]: 'object',
  [found.array]: 'array',
};

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** The text stands between other bytes, as a body does in a read buffer; what lies behind it would complete many a cut text. */
function scanAmong(scanner: JsonScanner, text: string | Buffer): boolean {
  const body = Buffer.from(text);
  const before = Buffer.from('{"a":"');
  return scanner.scan(Buffer.concat([before, body, Buffer.from('"}]')]), before.length, before.length + body.length);
}

function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

describe('a scan of a JSON text', () => {
  it('finds at any path what a walk over the parsed value finds', () => {
    fc.assert(
      fc.property(json.value, fc.array(path, { minLength: 1, maxLength: 5 }), (text, paths) => {
        const distinct = [...new Map(paths.map((keys) => [keys.join('.'), keys])).values()];
        const scanner = new JsonScanner(distinct);
        expect(scanAmong(scanner, text)).toBe(true);
        const value: unknown = JSON.parse(text);
        for (const [slot, keys] of distinct.entries()) {
          const wanted = valueAt(value, keys);
          const others = ['a', 'é', 0, 1, true, false, null];
          const scalars = isScalar(wanted) ? [wanted, ...others] : others;
          expect({ path: keys, kind: kindNames[scanner.kinds[slot] ?? -1] }).toEqual({
            path: keys,
            kind: kindOf(wanted),
          });
          for (const scalar of scalars) expect(scanner.is(slot, ready(scalar))).toBe(wanted === scalar);
        }
      }),
      { seed: 15, numRuns: 2_000 },
    );
  });

  it('accepts what JSON.parse accepts, and nothing else', () => {
    const damage = fc.record({
      at: fc.nat(),
      byte: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('{}[]",:\\u0-.eE tn'))),
      kind: fc.nat(2),
    });
    fc.assert(
      fc.property(json.value, fc.array(damage, { maxLength: 2 }), (text, damages) => {
        let bytes = Buffer.from(text);
        for (const { at, byte, kind } of damages) {
          const place = at % (bytes.length + 1);
          const rest = bytes.subarray(kind === 0 ? place : place + 1);
          bytes = Buffer.concat([bytes.subarray(0, place), kind === 2 ? Buffer.alloc(0) : Buffer.from([byte]), rest]);
        }
        expect(scanAmong(new JsonScanner([['a']]), bytes)).toBe(parse(bytes.toString('utf8')) !== undefined);
      }),
      { seed: 16, numRuns: 5_000 },
    );
  });

  it.each([
    '',
    ' ',
    '{',
    '}',
    '[',
    '[1',
    '[1,',
    '[1,]',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,',
    '{"a":1,}',
    '{,}',
    '[,]',
    '{"a" 1}',
    '{a:1}',
    "{'a':1}",
    'tru',
    'truee',
    'nul',
    'falsy',
    'NaN',
    'Infinity',
    '-',
    '01',
    '1.',
    '.1',
    '1e',
    '1e+',
    '+1',
    '0x1',
    '"',
    '"\\',
    '"\\u12',
    '"\\u12G4"',
    '"\\x"',
    '"\n"',
    '"\u0000"',
    '1 2',
    '{} {}',
    '\uFEFF{}',
    '\u00A0{}',
    '/**/1',
    '[1]]',
  ])('refuses %j', (text) => {
    expect(parse(text)).toBeUndefined();
    expect(scanAmong(new JsonScanner([]), text)).toBe(false);
  });

  it('refuses a text cut anywhere', () => {
    const text = '{"a":[{"source":"x\\u00e9"},-1.5e3,true,null],"b":{"c":"é"}}';
    const bytes = Buffer.from(text);
    for (let end = 0; end < bytes.length; end++)
      expect(scanAmong(new JsonScanner([['a']]), bytes.subarray(0, end))).toBe(false);
    expect(scanAmong(new JsonScanner([['a']]), bytes)).toBe(true);
  });

  it('refuses what is nested deeper than 1 000 levels, in place of running out of stack', () => {
    expect(scanAmong(new JsonScanner([]), nested(1_000))).toBe(true);
    expect(scanAmong(new JsonScanner([]), nested(1_001))).toBe(false);
    expect(scanAmong(new JsonScanner([]), nested(1_000_000))).toBe(false);
  });

  it('forgets the text before', () => {
    const scanner = new JsonScanner([['a']]);
    scanAmong(scanner, '{"a":1}');
    scanAmong(scanner, '{"b":1}');
    expect(scanner.kinds[0]).toBe(found.absent);
  });
});

function tallyOf(text: string, array: string, paths: string[] = []): SourceTally {
  const visitor = new SourceTally(true);
  const scanner = new JsonScanner(paths.map(compilePath), { array: compilePath(array), member: 'source', visitor });
  expect(scanAmong(scanner, text)).toBe(true);
  return visitor;
}

describe('the elements of an array', () => {
  it('are told as a walk over the parsed value would tell them, whatever other paths lead through them', () => {
    const citations = fc.record({ text: json.value, array: fc.constantFrom('a', 'a.b', 'a.0', 'source') });
    fc.assert(
      fc.property(citations, fc.array(path, { maxLength: 4 }), ({ text, array }, paths) => {
        const tally = tallyOf(text, array, [...new Set(paths.map((keys) => keys.join('.')))]);
        const list = valueAt(JSON.parse(text), compilePath(array));
        const elements: readonly unknown[] = Array.isArray(list) ? list : [];
        const sources = elements.map((element) => (Array.isArray(element) ? undefined : valueAt(element, ['source'])));
        expect(tally.citations).toBe(elements.length);
        expect(tally.sourced).toBe(sources.filter((source) => typeof source === 'string' && source !== '').length);
      }),
      { seed: 17, numRuns: 2_000 },
    );
  });

  it.each([
    ['the order', '[{"source":"x"},{"source":"y"}]', '[{"source":"y"},{"source":"x"}]', true],
    ['how a text is escaped', '[{"source":"\\u00e9\\/"}]', '[{"source":"é/"}]', true],
    ['other members', '[{"source":"x","page":1}]', '[{"page":2,"source":"x"}]', true],
    ['white space in an object', '[{"source":{"a": 1}}]', '[{"source":{"a":1}}]', true],
    ['a source', '[{"source":"x"}]', '[{"source":"y"}]', false],
    ['one more', '[{"source":"x"}]', '[{"source":"x"},{"source":"x"}]', false],
    ['a number for its text', '[{"source":"1"}]', '[{"source":1}]', false],
    ['none for an empty one', '[{"source":""}]', '[{}]', false],
  ])('%s: %s and %s have the same digest: %s', (_, left, right, same) => {
    const [one, other] = [tallyOf(`{"c":${left}}`, 'c'), tallyOf(`{"c":${right}}`, 'c')];
    expect(one.low === other.low && one.high === other.high).toBe(same);
  });
});
