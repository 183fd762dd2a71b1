import { describe, expect, it } from 'vitest';
import { parseCoverage } from '../../src/report/coverage.ts';

const head =
  '<?xml version="1.0"?>\n<!DOCTYPE coverage SYSTEM "coverage-04.dtd">\n<!-- made by <coverage line-rate="0"> -->\n';

function xml(attributes: string, end = '</coverage>'): string {
  return `${head}<coverage ${attributes}>\n<packages><line hits="0"/></packages>\n${end}\n`;
}

describe('coverage from a Cobertura XML', () => {
  it.each([
    ['in double quotes', 'line-rate="0.75" branch-rate="0" lines-covered="3" lines-valid="4" version="6"', 0.75],
    ['in single quotes', "lines-valid='4' lines-covered='4' line-rate='1'", 1],
    ['with a rounded rate', 'line-rate="0.33" lines-covered="1" lines-valid="3"', 1 / 3],
  ])('is the counted share, %s', (_, attributes, share) => {
    expect(parseCoverage(xml(attributes), 'c.xml')).toBe(share);
  });

  it.each([
    ['one that is cut off', xml('line-rate="1" lines-covered="1" lines-valid="1"', ''), 'is cut off'],
    ['a rate a hundredth off', xml('line-rate="0.9" lines-covered="88" lines-valid="100"'), 'contradicts itself'],
    ['no counts', xml('line-rate="0.9"'), 'no whole numbers lines-valid'],
    ['no rate', xml('lines-covered="1" lines-valid="1"'), 'a number line-rate'],
    [
      'counts that are no whole numbers',
      xml('line-rate="0.5" lines-covered="0.5" lines-valid="1"'),
      'no whole numbers',
    ],
    ['a negative count', xml('line-rate="0.5" lines-covered="-1" lines-valid="1"'), 'no whole numbers'],
    ['an attribute twice', xml('line-rate="1" line-rate="0" lines-covered="1" lines-valid="1"'), 'no Cobertura'],
    ['no lines', xml('line-rate="1" lines-covered="0" lines-valid="0"'), 'counts no lines'],
    [
      'more covered than there are',
      xml('line-rate="1.01" lines-covered="101" lines-valid="100"'),
      'covered lines of only',
    ],
    ['another root', '<report line-rate="1"></report>', 'no Cobertura <coverage>'],
    ['a root that is Clover', '<coverage generated="1"><project/></coverage>', 'no whole numbers'],
  ])('is refused for %s', (_, text, message) => {
    expect(() => parseCoverage(text, 'c.xml')).toThrow(message);
  });
});
