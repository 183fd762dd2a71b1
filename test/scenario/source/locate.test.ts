import { describe, expect, it } from 'vitest';
import type { Locate, Path } from '../../../src/scenario/problem-reporter.ts';
import { locateTypeScript } from '../../../src/scenario/source/locate-typescript.ts';
import { parseJsonSource } from '../../../src/scenario/source/parse-json-source.ts';
import type { ParsedSource } from '../../../src/scenario/source/parsed-source.ts';
import { parseYamlSource } from '../../../src/scenario/source/parse-yaml-source.ts';

function locateOf(source: ParsedSource): Locate {
  if ('raw' in source) return source.locate;
  throw new Error(source.problems.map(({ message }) => message).join('\n'));
}

function place(locate: Locate | undefined, path: Path): string {
  if (locate === undefined) throw new Error('not parsed');
  const { line, column } = locate(path);
  return `${line}:${column}`;
}

const yaml = `# a comment
name: x
base: &base
  url: y
target: *base
thresholds:
  'http_reqs{a:b}':
    - rate>1
    -   p(95)<1
  flow: { one: [1, 2], "two": 3 }
7: seven
`;

const json = `{
\t"name": "x",
\t"target": { "url": "y" },
\t"thresholds": {
\t\t"http_reqs{a:b}": [
\t\t\t"rate>1",
\t\t\t"p(95)<1"
\t\t]
\t}
}
`;

const typescript = `import { other } from './other.ts';
const stages = [{ duration: '1s' }, { duration: '2s' }] as const;
const shared = { runs: 1, load: { stages }, loop: undefined };
export const scenario = defineScenario({
  ...other,
  ...shared,
  name: 'x',
  'quoted-key': 1,
  load: <object>(shared.load satisfies object),
  stages: [...stages, 5],
  thresholds: { ...{ rate: ['a', 'b'] } },
  target: stages,
  method() {},
  twice: 1,
  ['twice']: 2,
  twice: { last: true },
});
export default scenario!;
`;

describe('a place in YAML', () => {
  const locate = locateOf(parseYamlSource(yaml, 'x.yaml'));

  it.each<[Path, string]>([
    [[], '2:1'],
    [['name'], '2:1'],
    [['target'], '5:1'],
    [['target', 'url'], '4:3'],
    [['target', 'gone'], '5:1'],
    [['thresholds', 'http_reqs{a:b}'], '7:3'],
    [['thresholds', 'http_reqs{a:b}', 1], '9:9'],
    [['thresholds', 'http_reqs{a:b}', 2], '7:3'],
    [['thresholds', 'flow', 'one', 1], '10:20'],
    [['thresholds', 'flow', 'two'], '10:24'],
    [['thresholds', 'flow', 'two', 'deeper'], '10:24'],
    [['7'], '11:1'],
    [['gone', 'deeper'], '2:1'],
  ])('of %j is %s', (path, expected) => {
    expect(place(locate, path)).toBe(expected);
  });
});

describe('a place in JSON', () => {
  const locate = locateOf(parseJsonSource(json, 'x.json'));

  it.each<[Path, string]>([
    [[], '1:1'],
    [['name'], '2:2'],
    [['target', 'url'], '3:14'],
    [['thresholds', 'http_reqs{a:b}', 1], '7:4'],
    [['thresholds', 'gone'], '4:2'],
  ])('of %j is %s', (path, expected) => {
    expect(place(locate, path)).toBe(expected);
  });
});

describe('a place in TypeScript', () => {
  const locate = locateTypeScript(typescript);

  it.each<[Path, string]>([
    [[], '4:40'],
    [['name'], '7:3'],
    [['runs'], '3:18'],
    [['quoted-key'], '8:3'],
    [['load', 'stages', 1, 'duration'], '9:3'],
    [['stages', 1], '10:3'],
    [['thresholds', 'rate', 1], '11:34'],
    [['target', 1, 'duration'], '2:39'],
    [['method', 'inner'], '13:3'],
    [['twice', 'last'], '16:12'],
    [['from-elsewhere'], '4:40'],
  ])('of %j is %s', (path, expected) => {
    expect(place(locate, path)).toBe(expected);
  });

  it.each([
    ['a direct literal', 'export default { name: 1 };', '1:18'],
    ['a call', 'export default f(\n { name: 1 });', '2:4'],
    ['a name that leads round', 'const a = b;\nconst b = a;\nexport default a;', '3:16'],
    ['a class', 'export default class { name = 1 }', '1:16'],
    ['no default export', 'const x = { name: 1 };', '1:1'],
    ['nothing', '', '1:1'],
  ])('is found behind %s', (_, text, expected) => {
    expect(place(locateTypeScript(text), ['name'])).toBe(expected);
  });

  it('is unknown in text that does not parse', () => {
    expect(locateTypeScript('export default {')).toBeUndefined();
  });
});

describe('JSON that is none', () => {
  it.each([
    ['{"a": 1 /* x */}', 'it has a comment', 1, 9],
    ['{"a": [1, 2,]}', 'it has a comma before a closing bracket', 1, 13],
    ['{"a": undefined}', 'undefined has no quotes', 1, 7],
    ['{"a": NaN}', 'NaN has no quotes', 1, 7],
    ["{\n'a': 1}", 'text needs double quotes', 2, 1],
    ['{"a": `x`}', 'a value is not JSON', 1, 7],
    ['{"a": {...b}}', 'a value is not JSON', 1, 8],
    ['{"a": +1}', 'a value is not JSON', 1, 7],
    ['{"a": 0x10}', 'a value is not JSON', 1, 1],
    ['{"a": 1}}', 'something follows its end', 1, 9],
  ])('%s: %s', (text, what, line, column) => {
    const source = parseJsonSource(text, 'x.json');
    expect(source).toMatchObject({ problems: [{ line, column, message: expect.stringContaining(what) }] });
  });

  it('has every doubled key named, however deep', () => {
    const source = parseJsonSource('{"a": [{"b": 1, "b": 2}], "a": 3}', 'x.json');
    expect(source).toMatchObject({ problems: [{ message: 'b is given twice' }, { message: 'a is given twice' }] });
  });

  it('may be negative numbers, exponents and escapes', () => {
    expect(parseJsonSource(String.raw`{"a": [-1.5e3, "\u0041\n", null]}`, 'x.json')).toMatchObject({
      raw: { a: [-1500, 'A\n', null] },
    });
  });
});
