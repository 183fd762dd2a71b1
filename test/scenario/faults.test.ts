import { describe, expect, it } from 'vitest';
import { maskCommands } from '../../src/cli/hooks/mask-commands.ts';
import { canEndRun, decidingRule } from '../../src/scenario/deciding-rule.ts';
import { parseSelector } from '../../src/scenario/parse-selector.ts';
import { parseThreshold } from '../../src/scenario/parse-threshold.ts';
import { parseThresholds } from '../../src/scenario/parse-thresholds.ts';
import { watchable } from '../../src/scenario/watched-figure.ts';
import { watchListOf } from '../../src/rules/watch-list.ts';
import { problemsOf, scenarioOf } from './parse-text.ts';

const load = 'load: { duration: 30s }\n';
const gone = '{ name: gone, at: 10s, for: 10s, inject: fact-down }';

function messages(yaml: string): string {
  return problemsOf(yaml)
    .map(({ message, hint, line }) => `${message}; ${hint} (${line})`)
    .join('\n');
}

function gates(...written: readonly string[]): string {
  return messages(`${load}faults: [${gone}]\nthresholds: { ${written.join(', ')} }`);
}

describe('faults', () => {
  it('are in time, with their commands and time-outs, 60 s where none is written', () => {
    const { faults } = scenarioOf(
      `${load}faults: [{ name: late, at: 20s, for: 1s, run: a, undo: b, timeout: 5s }, { name: early, at: 0, for: 2s, inject: [x, y] }, { name: mid, at: 3s, for: 1s, run: c, undo: d }]`,
    );
    expect(faults).toStrictEqual([
      { name: 'early', atMicros: 0, forMicros: 2e6, action: { kind: 'inject', faults: ['x', 'y'] } },
      {
        name: 'mid',
        atMicros: 3e6,
        forMicros: 1e6,
        action: { kind: 'command', run: { run: 'c', timeoutMicros: 60e6 }, undo: { run: 'd', timeoutMicros: 60e6 } },
      },
      {
        name: 'late',
        atMicros: 20e6,
        forMicros: 1e6,
        action: { kind: 'command', run: { run: 'a', timeoutMicros: 5e6 }, undo: { run: 'b', timeoutMicros: 5e6 } },
      },
    ]);
    expect(scenarioOf('')).not.toHaveProperty('faults');
  });

  it.each([
    ['at the end of the load', '20s', '10s', ''],
    ['beyond it by a millisecond', '20s', '10001ms', 'faults[0] ends 30 s into the measured phase, which lasts 30 s'],
    ['beyond it altogether', '31s', '1s', 'faults[0] ends 32 s into the measured phase, which lasts 30 s'],
  ])('lie within the measured phase: %s', (_, at, lasts, words) => {
    const yaml = `${load}faults: [{ name: gone, at: ${at}, for: ${lasts}, inject: fact-down }]`;
    expect(problemsOf(yaml).map(({ message, line }) => `${message} ${line}`)).toEqual(
      words === '' ? [] : [`${words} 1`],
    );
  });

  it('lie within a load that a flag made shorter', () => {
    const overrides = [{ field: 'duration', value: '15s', source: '--duration' }] as const;
    expect(problemsOf(`${load}faults: [${gone}]`, overrides)[0]?.message).toContain('which lasts 15 s');
  });

  it.each([
    ['that touch are allowed', '20s', []],
    ['that overlap by a millisecond are refused', '19999ms', ['faults[1] overlaps the fault "gone"']],
  ])('%s', (_, at, told) => {
    const yaml = `${load}faults: [${gone}, { name: next, at: ${at}, for: 1s, inject: fact-down }]`;
    expect(problemsOf(yaml).map(({ message }) => message)).toEqual(told);
  });

  it.each([
    ['{ name: none, at: 1s, for: 1s, inject: fact-down }', 'faults[0].name is taken'],
    [`${gone}, { name: gone, at: 21s, for: 1s, inject: fact-down }`, '"gone" is given twice'],
    ['{ name: gone, at: 1s, for: 1s }', 'needs something that brings it about'],
    ['{ name: gone, at: 1s, for: 1s, run: s3cret }', 'needs undo beside run'],
    ['{ name: gone, at: 1s, for: 1s, undo: s3cret }', 'needs run beside undo'],
    ['{ name: gone, at: 1s, for: 1s, run: s3cret, undo: b, inject: c }', 'has both inject and commands'],
    ['{ name: gone, at: 1s, for: 1s, inject: c, timeout: 1s }', 'timeout has no meaning'],
    ['{ name: gone, at: 1s, for: 0s, inject: c }', 'faults[0].for'],
    ['{ name: gone, at: 1s, for: 1s, run: [s3cret], undo: b }', 'faults[0].run'],
    ['{ name: "a b", at: 1s, for: 1s, inject: c }', 'faults[0].name'],
    ['{ name: gone, at: 1s, for: 1s, injct: c }', 'did you mean "inject"'],
  ])('are refused: %s', (written, words) => {
    const told = messages(`${load}faults: [${written}]`);
    expect(told).toContain(words);
    expect(told).not.toContain('s3cret');
  });

  it('have commands without secrets in a report', () => {
    const scenario = scenarioOf(
      `${load}faults: [{ name: gone, at: 1s, for: 1s, run: "a pa55word", undo: "b pa55word" }]`,
    );
    expect(JSON.stringify(maskCommands(scenario, ['pa55word']).faults)).not.toContain('pa55word');
  });
});

describe('gates on faults', () => {
  it.each([
    ['"http_req_failed{during:gone}": rate<0.05'],
    ['"http_req_duration{cache:hit,during:none}": p(95)<23'],
    ['availability: rate>=0.999'],
    ['http_req_failed: rate<0.01', '"recovery_time{fault:gone}": value<5000'],
    ['"availability{during:none}": rate>=0.999', '"recovery_time{fault:gone}": max<=1000'],
  ])('are read: %s', (...written) => {
    expect(gates(...written)).toBe('');
  });

  it.each([
    ['"http_req_failed{during:gon}": rate<0.05', 'of the fault "gon", which there is not; did you mean "gone"?'],
    ['"http_req_failed{fault:gone}": rate<0.05', '"fault" is not a tag of http_req_failed'],
    ['"recovery_time{during:gone}": value<5000', '"during" is not a tag of recovery_time'],
    ['http_req_failed: rate<0.1, recovery_time: value<5000', 'does not say from which fault'],
    ['http_req_failed: rate<0.1, "recovery_time{fault:none}": value<5000', 'of the fault "none", which there is not'],
    ['http_req_failed: rate<0.1, "recovery_time{fault:gone}": value<999', 'finer than a second'],
    ['http_req_failed: rate<0.1, "recovery_time{fault:gone}": value==2000', 'compares a time for equality'],
    ['http_req_failed: rate<0.1, "recovery_time{fault:gone}": max<5s', 'write 5000'],
    [
      '"http_req_failed{during:gone}": rate<0.1, "recovery_time{fault:gone}": value<5000',
      'nothing that says what recovered is',
    ],
    ['availability: rate>=99.9', 'a rate is a share of 1'],
    ['"http_req_failed{during:gone}": { threshold: rate<0.1, abortOnFail: true }', 'can never end the run'],
  ])('are refused: %s', (written, words) => {
    expect(gates(written)).toContain(words);
  });

  it('are refused where there is no fault, also in another file for a run that was made', () => {
    expect(messages('thresholds: { "http_req_failed{during:gone}": rate<0.1 }')).toContain('has no fault');
    const source = { file: 'sla.yaml', locate: () => ({ line: 1, column: 1 }) };
    const raw = { thresholds: { 'http_req_failed{during:gone}': 'rate<0.1' } };
    const of = (scenario: string) =>
      parseThresholds(raw, { ...source, scenario: scenarioOf(scenario) }).problems?.length;
    expect(of('')).toBe(1);
    expect(of(`${load}faults: [${gone}]`)).toBeUndefined();
  });

  it('are decided at the end alone, and watched at no live service', () => {
    const gate = parseThreshold(parseSelector('http_req_failed{during:gone}'), 'rate<0.1');
    expect([decidingRule(gate), canEndRun(gate)]).toEqual(['at-end', false]);
    expect(watchable(gate).figure).toBeUndefined();
  });

  it('on availability are watched by what fails', () => {
    const scenario = scenarioOf('thresholds: { availability: rate>=0.999 }\ntriggers: []');
    expect(watchListOf(scenario).triggers.map(({ condition }) => condition)).toEqual([
      { figure: { kind: 'error rate' }, operator: '>', limit: 0.001 },
    ]);
  });
});
