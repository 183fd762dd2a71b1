import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelText, type ExpositionSample } from '../../src/counters/exposition.ts';
import { parseExposition } from '../../src/counters/parse-exposition.ts';

/** The only sample of a text without an unusable line. */
function only(text: string): ExpositionSample {
  const { samples, unusable } = parseExposition(text);
  expect(unusable).toStrictEqual([]);
  const [sample] = samples;
  if (sample === undefined || samples.length > 1) throw new Error(`Expected one sample, got ${samples.length}`);
  return sample;
}

describe('a usable line', () => {
  it.each([
    ['a 1', 1],
    ['a{} 1', 1],
    ['a { } 1', 1],
    ['  a\t1 ', 1],
    ['a +1.5e3', 1500],
    ['a .5', 0.5],
    ['a 1.', 1],
    ['a -0', -0],
    ['a +Inf', Infinity],
    ['a -inf', -Infinity],
    ['a Infinity', Infinity],
    ['a nan', NaN],
    ['a 1 1700000000000', 1],
    ['a 1 1700000000.123', 1],
    ['a 1 -5', 1],
    ['a 1\r', 1],
    ['\uFEFFa 1', 1],
    ['a 7 # {trace_id="x"} 0.67 1520879607.789', 7],
    ['a 7 1520879607 # {trace_id="x"} 0.67', 7],
    ['a 7 # {}', 7],
    ['# HELP a what # it {is}\n# TYPE a counter\n# UNIT a seconds\n# said\n#said\n\na 7\n# EOF\n', 7],
    ['# TYPE a gaugehistogram\n#  HELP a\na 7', 7],
  ])('%j is read as %d', (text, value) => {
    expect(only(text)).toMatchObject({ name: 'a', labels: {}, value });
  });

  it.each([
    ['a{b="c"} 1', { b: 'c' }],
    ['a{b="c",} 1', { b: 'c' }],
    ['a{ b = "c" , d="" } 1', { b: 'c', d: '' }],
    ['a{b="\\"q\\" \\\\ \\n }{,="} 1', { b: '"q" \\ \n }{,=' }],
    ['a{b="\\d"} 1', { b: '\\d' }],
    ['a{__proto__="x",constructor="y"} 1', JSON.parse('{"__proto__":"x","constructor":"y"}')],
    ['{"a",b="c"} 1', { b: 'c' }],
    ['a{"b.c"="d"} 1', { 'b.c': 'd' }],
  ])('%j has its labels', (text, labels) => {
    expect(only(text)).toMatchObject({ name: 'a', value: 1 });
    expect(Object.entries(only(text).labels)).toStrictEqual(Object.entries(labels));
  });
});

describe('an unusable line', () => {
  it.each([
    ['{} 1', 'it has no name of a metric', undefined],
    ['9a 1', 'it has no name of a metric', undefined],
    ['<html>', 'it has no name of a metric', undefined],
    ['a', 'it has no value', 'a'],
    ['a # {x="y"} 1', 'it has no value', 'a'],
    ['a{b="c"}', 'it has no value', 'a'],
    ['a b', 'its value "b" is no number', 'a'],
    ['a 0x10', 'its value "0x10" is no number', 'a'],
    ['a 1_000', 'its value "1_000" is no number', 'a'],
    ['a 1,5', 'its value "1,5" is no number', 'a'],
    ['a 1 then', 'its timestamp "then" is no number', 'a'],
    ['a 1 NaN', 'its timestamp "NaN" is no number', 'a'],
    ['a 1 2 3', '"3" stands behind its value', 'a'],
    ['a 1 # said', '"# said" stands behind its value', 'a'],
    ['a-b 1', 'its value "-b" is no number', 'a'],
    ['a{class=hit} NaN NaN', 'the value of the label class is not in quotes', 'a'],
    ['a{class} 1', 'the label class has no value', 'a'],
    ['a{"class"} 1', 'the label class has no value', 'a'],
    ['a{class="hit} 1', 'a quote is not closed', 'a'],
    ['a{class="hit\\', 'a quote is not closed', 'a'],
    ['a{class="hit" 1', 'its labels are not closed', 'a'],
    ['a{class="hit"', 'its labels are not closed', 'a'],
    ['a{="hit"} 1', 'a label has no name', 'a'],
    ['a{,} 1', 'a label has no name', 'a'],
    ['a{b="1",b="2"} 1', 'the label b is given twice', 'a'],
    ['# TYPE', 'TYPE without the name of a metric', undefined],
    ['# HELP', 'HELP without the name of a metric', undefined],
    ['# TYPE a', '"" is no type of a metric', undefined],
    ['# TYPE a counters', '"counters" is no type of a metric', undefined],
  ])('%j says why: %s', (text, reason, name) => {
    const { samples, unusable } = parseExposition(`before 1\n${text}\nafter 2\n`);
    expect(unusable).toStrictEqual([{ line: 2, text, reason, ...(name === undefined ? {} : { name }) }]);
    expect(samples.map((sample) => [sample.name, sample.line])).toStrictEqual([
      ['before', 1],
      ['after', 3],
    ]);
  });

  it('is a second line of the same series, however its labels are ordered, and the first one holds', () => {
    const { samples, unusable } = parseExposition('a{b="1",c="2"} 1\na{b="1"} 5\na{c="2",b="1"} 3');
    expect(samples.map(({ value }) => value)).toStrictEqual([1, 5]);
    expect(unusable).toMatchObject([{ line: 3, reason: 'the same series is in line 1', name: 'a' }]);
  });

  it('is one behind # EOF', () => {
    const { samples, unusable } = parseExposition('a 1\n# EOF\nb 2\n');
    expect(samples).toHaveLength(1);
    expect(unusable).toMatchObject([{ line: 3, reason: 'it stands behind # EOF in line 2', name: 'b' }]);
  });

  it('is quoted in at most 80 characters', () => {
    expect(parseExposition(`a ${'9'.repeat(200)}x`).unusable[0]?.text).toHaveLength(80);
  });
});

it.each(['', '\n', '\r\n\r\n', '\uFEFF', '# nothing\n'])('%j has no sample and no unusable line', (text) => {
  expect(parseExposition(text)).toStrictEqual({ samples: [], unusable: [] });
});

const pieces = fc.constantFrom(
  'a',
  '_x',
  '{',
  '}',
  '"',
  '\\',
  '=',
  ',',
  ' ',
  '\t',
  '\n',
  '\r',
  '#',
  '1',
  'NaN',
  'TYPE',
  'é',
  '\u0000',
);

it('never throws, and accounts for every line that is neither blank nor a comment', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const { samples, unusable } = parseExposition(text);
      const counted = [...samples, ...unusable].map(({ line }) => line);
      expect(new Set(counted).size).toBe(counted.length);
      const lines = text.replace(/^\uFEFF/u, '').split('\n');
      const said = lines.flatMap((line, index) => (/^\s*(?:#[^]*)?$/u.test(line) ? [] : [index + 1]));
      expect(counted).toEqual(expect.arrayContaining(said));
    }),
    { numRuns: 2_000 },
  );
});

const names = fc.stringMatching(/^[a-zA-Z_:][\w:]{0,8}$/u);
const labelNames = fc.stringMatching(/^[a-zA-Z_]\w{0,8}$/u);
const values = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(NaN, Infinity, -Infinity));
const families = fc.uniqueArray(
  fc.record({ name: names, labels: fc.dictionary(labelNames, fc.string()), value: values }),
  { selector: ({ name, labels }) => `${name}${labelText(labels)}` },
);

function written(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Math.abs(value) === Infinity ? (value > 0 ? '+Inf' : '-Inf') : String(value);
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

it('reads back every valid family, with any line end, timestamp and exemplar', () => {
  const ends = fc.constantFrom('\n', '\r\n');
  const tails = fc.constantFrom('', ' 1700000000000', ' # {trace_id="a b"} 1 2', ' 17 # {} 0.5');
  fc.assert(
    fc.property(families, ends, tails, (series, end, tail) => {
      const lines = series.map(({ name, labels, value }) => {
        const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
        return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${written(value)}${tail}${end}`;
      });
      const { samples, unusable } = parseExposition(lines.join(''));
      expect(unusable).toStrictEqual([]);
      expect(samples.map(({ name, value }) => [name, value])).toStrictEqual(
        // A text has no sign of 0.
        series.map(({ name, value }) => [name, value + 0]),
      );
      expect(samples.map(({ labels }) => labelText(labels))).toStrictEqual(
        series.map(({ labels }) => labelText(labels)),
      );
    }),
  );
});

it('loses no usable line when another is spoilt', () => {
  fc.assert(
    fc.property(families, fc.nat(), (series, place) => {
      const lines = series.map(({ name, labels }) => `${name}${labelText(labels)} 1`);
      const spoilt = place % (lines.length + 1);
      const { samples, unusable } = parseExposition(
        [...lines.slice(0, spoilt), '{} 1', ...lines.slice(spoilt)].join('\n'),
      );
      expect(unusable.map(({ line }) => line)).toStrictEqual([spoilt + 1]);
      expect(samples).toHaveLength(series.length);
    }),
  );
});
