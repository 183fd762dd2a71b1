import { describe, expect, it } from 'vitest';
import { onCores, parseCoreList } from '../../src/cli/processor-cores.ts';

describe('a list of cores', () => {
  it.each<[string, number[] | undefined]>([
    ['0', [0]],
    ['0-2,5\n', [0, 1, 2, 5]],
    ['7,3-3', [7, 3]],
    ['', undefined],
    ['3-1', undefined],
    ['0-99999999', undefined],
    ['a', undefined],
    ['1,', undefined],
  ])('%j is %j', (text, cores) => {
    expect(parseCoreList(text)).toEqual(cores);
  });
});

it('starts a program on some cores by way of taskset', () => {
  expect(onCores('1', 'node', ['main.js'])).toEqual(['taskset', ['--cpu-list', '1', 'node', 'main.js']]);
});
