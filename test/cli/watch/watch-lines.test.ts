import { describe, expect, it } from 'vitest';
import { actionLine, silenceOf, startLine, statusLine } from '../../../src/cli/watch/watch-lines.ts';
import type { Reading } from '../../../src/watch/reading.ts';
import { Watcher } from '../../../src/watch/watcher.ts';
import { lookAt, minute, planWatch, second, valueOf } from '../../watch/build-look.ts';
import { identity } from '../../watch/identity.ts';

function watcherAfter(looks: number, readings: readonly Reading[]): Watcher {
  const watcher = new Watcher({ watch: planWatch(), intervalMicros: minute });
  for (let index = 0; index < looks; index += 1) watcher.look(lookAt(index * minute, readings));
  return watcher;
}

describe('the line of a look', () => {
  it('has the figures in few words', () => {
    expect(statusLine(lookAt(0), watcherAfter(1, []), 90.4 * second)).toBe(
      'watch 1 m 30 s  hit rate 90.00 %  p95 hits 14.00 ms  reachable  errors 0.00 %',
    );
  });

  it('has what is pending or fires before them, as a narrow terminal cuts the end off', () => {
    const failing = [valueOf({ kind: 'error rate' }, 0.2)];
    const line = statusLine(lookAt(0, failing), watcherAfter(1, failing), 0);
    expect(line).toMatch(/^watch 0 s {2}pending rollback-error-rate 0 s of 5 m {2}errors 20\.00 %/u);
    const after = watcherAfter(6, failing);
    expect(statusLine(lookAt(0, failing), after, 5 * minute)).toMatch(/^watch 5 m {2}FIRING rollback-error-rate/u);
  });

  it('says of a figure without a value that it has none, and of a watch at fault why', () => {
    const missing: Reading = { figure: { kind: 'hit rate' }, noData: 'nobody knows' };
    expect(statusLine(lookAt(0, [missing]), watcherAfter(0, []), second)).toContain('watch 1 s  hit rate –  p95');
    expect(statusLine(lookAt(0, [], { fault: 'it slept' }), watcherAfter(0, []), second)).toBe('watch 1 s  it slept');
  });
});

describe('the first line', () => {
  it.each([
    [
      undefined,
      identity.source,
      'sla at http://127.0.0.1:8080, 10 requests a second: 7 triggers, a look every 15 s, until Ctrl-C (r)',
    ],
    [
      120 * minute,
      { kind: 'prometheus', url: 'http://127.0.0.1:9090', words: 'every 15 s' } as const,
      'sla by the Prometheus at http://127.0.0.1:9090: 7 triggers, a look every 15 s, for 2 h (r)',
    ],
  ])('says what is watched, how and for how long: %s', (lengthMicros, source, expected) => {
    const line = startLine(
      { ...identity, source },
      { triggers: 7, intervalMicros: 15 * second, lengthMicros, folder: 'r' },
    );
    expect(line).toBe(`watching ${expected}`);
  });
});

function missing(kind: 'hit rate' | 'up', noData: string, isEarly?: true): Reading {
  return {
    figure: { kind },
    noData,
    ...(isEarly === undefined ? {} : { isEarly }),
  };
}

describe('silence', () => {
  it.each([
    ['no figure has a value', [missing('hit rate', 'no series'), missing('up', 'refused')], 'no series; refused'],
    ['all lack it for the same reason', [missing('hit rate', 'refused'), missing('up', 'refused')], 'refused'],
    ['one has a value', [missing('hit rate', 'no series'), valueOf({ kind: 'up' }, 1)], undefined],
    ['one cannot have a value yet', [missing('hit rate', 'filling', true), missing('up', 'refused')], undefined],
  ] as const)('when %s', (_, readings, expected) => {
    expect(silenceOf({ readings })).toBe(expected);
  });

  it('when the watch is at fault has that as its reason', () => {
    expect(silenceOf({ readings: [], fault: 'it slept' })).toBe('it slept');
  });
});

describe('what was done', () => {
  const record = { at: '2026-01-08T00:00:00.000Z', trigger: 'errors', kind: 'command' } as const;
  it.each([
    [
      { ...record, what: './undo', status: 'failed', how: 'ended with code 3' } as const,
      'command ./undo: failed, ended with code 3',
    ],
    [
      { ...record, what: '', status: 'not given', how: 'was not given (actions.alert)' } as const,
      'command was not given (actions.alert)',
    ],
  ])('is a line: %o', (action, expected) => {
    expect(actionLine(action)).toBe(`2026-01-08T00:00:00.000Z  errors  ${expected}`);
  });
});
