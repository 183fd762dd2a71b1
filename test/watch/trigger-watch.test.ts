import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { planTriggers, type Trigger } from '../../src/scenario/trigger.ts';
import { TriggerWatch, type ChangeKind } from '../../src/watch/trigger-watch.ts';
import { minute, second } from './build-look.ts';

const interval = 15 * second;
const mostGapMicros = 1.5 * interval;

/** What a trigger says of values (undefined: no data) at looks an interval apart. */
function follow(trigger: Trigger, values: readonly (number | undefined)[]): ChangeKind[][] {
  const watch = new TriggerWatch(trigger);
  const { figure } = trigger.condition;
  return values.map((value, index) =>
    watch.look(value === undefined ? { figure, noData: 'nobody knows' } : { figure, value }, {
      atMicros: index * interval,
      mostGapMicros,
    }),
  );
}

/** The least step that matters: a thousandth of a millisecond or a hundred-thousandth of all requests. */
function around({ condition: { operator, limit } }: Trigger): { bad: number; good: number } {
  const step = limit >= 1 ? 0.001 : 0.000_01;
  return operator.startsWith('>')
    ? { bad: limit + step, good: limit - step }
    : { bad: limit - step, good: limit + step };
}

function times<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}

describe.each(planTriggers)('the trigger $name', (trigger) => {
  const { bad, good } = around(trigger);
  const steps = trigger.forMicros / interval;

  it('fires when its condition was seen to hold for exactly its time', () => {
    const changes = follow(trigger, times(steps + 1, bad));
    expect(changes[0]).toEqual(['pending']);
    expect(changes.slice(1, -1).flat()).toEqual([]);
    expect(changes.at(-1)).toEqual(['fired']);
  });

  it('does not fire one look short of its time', () => {
    expect(follow(trigger, [...times(steps, bad), good]).flat()).toEqual(['pending', 'cleared']);
  });

  it('never fires at its limit, nor one step on the good side', () => {
    expect(follow(trigger, times(3 * steps, trigger.condition.limit)).flat()).toEqual([]);
    expect(follow(trigger, times(3 * steps, good)).flat()).toEqual([]);
  });

  it('begins anew after one look at which it did not hold', () => {
    const changes = follow(trigger, [...times(steps, bad), good, ...times(steps, bad)]).flat();
    expect(changes).toEqual(['pending', 'cleared', 'pending']);
  });

  it('neither holds nor clears at a look without data, and the time around it does not count', () => {
    const before = Math.floor(steps / 2);
    const values = [...times(before, bad), undefined, ...times(steps - before + 2, bad)];
    const changes = follow(trigger, values);
    // Held: from look 0 to before − 1, and from before + 1 on.
    const fires = before + 1 + (steps - (before - 1));
    expect(changes.flatMap((each, index) => (each.includes('fired') ? [index] : []))).toEqual([fires]);
    expect(changes.flat().filter((kind) => kind === 'pending' || kind === 'cleared')).toEqual(['pending']);
  });

  it('says no data after its time without a value, once, and says when it is back', () => {
    const changes = follow(trigger, [good, ...times(steps + 3, undefined), good]);
    expect(changes.flatMap((each, index) => (each.includes('no data') ? [index] : []))).toEqual([1 + steps]);
    expect(changes.at(-1)).toEqual(['data again']);
    expect(changes.flat()).toEqual(['no data', 'data again']);
  });

  it('does not say no data one look short of its time', () => {
    expect(follow(trigger, [...times(steps, undefined), good]).flat()).toEqual([]);
  });

  it('stays firing without data, and is resolved by the first look at which it does not hold', () => {
    const changes = follow(trigger, [...times(steps + 1, bad), undefined, bad, good]);
    expect(changes.flat()).toEqual(['pending', 'fired', 'resolved']);
  });
});

describe('a trigger', () => {
  const trigger: Trigger = {
    name: 'errors',
    condition: { figure: { kind: 'error rate' }, operator: '>', limit: 0.05 },
    forMicros: minute,
    severity: 'critical',
    action: 'rollback',
  };

  it('without a time fires at once', () => {
    expect(follow({ ...trigger, forMicros: 0 }, [0.06])).toEqual([['fired']]);
    expect(follow({ ...trigger, forMicros: 0 }, [undefined])).toEqual([['no data']]);
  });

  it.each([
    ['<', 0.05, false],
    ['<', 0.04, true],
    ['<=', 0.05, true],
    ['<=', 0.06, false],
    ['>', 0.05, false],
    ['>', 0.06, true],
    ['>=', 0.05, true],
    ['>=', 0.04, false],
  ] as const)('with %s holds at %d: %s', (operator, value, holds) => {
    const condition = { ...trigger.condition, operator };
    expect(follow({ ...trigger, condition, forMicros: 0 }, [value]).flat()).toEqual(holds ? ['fired'] : []);
  });

  it('does not count a pause of the watch as time in which it held', () => {
    const watch = new TriggerWatch(trigger);
    const { figure } = trigger.condition;
    const at = (atMicros: number) => watch.look({ figure, value: 1 }, { atMicros, mostGapMicros });
    expect([at(0), at(interval), at(interval + 600 * second)].flat()).toEqual(['pending']);
    expect(watch.state.heldMicros).toBe(interval);
  });

  it('does not take what cannot be known yet for missing', () => {
    const watch = new TriggerWatch(trigger);
    const reading = { figure: trigger.condition.figure, noData: 'the cache is being filled', isEarly: true } as const;
    for (let index = 0; index < 100; index += 1)
      expect(watch.look(reading, { atMicros: index * interval, mostGapMicros })).toEqual([]);
    expect(watch.state.looks).toEqual({ withData: 0, withoutData: 100 });
  });

  it('fires exactly when the sum of intervals between neighbouring looks at which it held reaches its time', () => {
    const value = fc.constantFrom(undefined, 0.01, 0.9);
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), (values) => {
        // A slow, obvious reference: at each look count the pairs since the last look at which it did not hold.
        const expected = values.map((_, end) => {
          const start = values.findLastIndex((each, index) => index <= end && each === 0.01) + 1;
          const run = values.slice(start, end + 1);
          const held = run.filter((each, index) => each === 0.9 && index > 0 && run[index - 1] === 0.9).length;
          return held * interval >= trigger.forMicros;
        });
        const watch = new TriggerWatch(trigger);
        const { figure } = trigger.condition;
        const seen = values.map((each, index) => {
          watch.look(each === undefined ? { figure, noData: '' } : { figure, value: each }, {
            atMicros: index * interval,
            mostGapMicros,
          });
          return watch.state.phase === 'firing';
        });
        expect(seen).toEqual(expected);
      }),
      { seed: 20_260_108 },
    );
  });
});
