import { describe, expect, it } from 'vitest';
import { maskCommands } from '../../src/cli/hooks/mask-commands.ts';
import { problemsOf, scenarioOf } from './parse-text.ts';

function messages(yaml: string): string {
  return problemsOf(`rollout: ${yaml}`)
    .map(({ message, hint }) => `${message}; ${hint}`)
    .join('\n');
}

describe('a rollout', () => {
  it('goes from 10 % to 50 % and 100 % with five minutes each when nothing else is said', () => {
    expect(scenarioOf('rollout: {}').rollout).toStrictEqual({
      stages: [
        { share: 0.1, holdMicros: 300e6 },
        { share: 0.5, holdMicros: 300e6 },
        { share: 1, holdMicros: 300e6 },
      ],
      pairs: 7,
      pairMicros: 10e6,
      onInconclusive: 'hold',
      maxHolds: 2,
      afterHolds: 'stop',
      onInterrupt: 'hold',
    });
    expect(scenarioOf('')).not.toHaveProperty('rollout');
  });

  it('has its commands and time-outs, 60 s where none is written', () => {
    const { rollout } = scenarioOf(
      'rollout: { stable: "http://a:1", canary: "http://b:1", setShare: w, stages: [{ share: 1 }] }',
    );
    expect(rollout).toMatchObject({
      stable: 'http://a:1',
      canary: 'http://b:1',
      setShare: { run: 'w', timeoutMicros: 60e6 },
      stages: [{ share: 1, holdMicros: 300e6 }],
    });
    expect(scenarioOf('rollout: { setShare: { run: w, timeout: 5s } }').rollout?.setShare).toEqual({
      run: 'w',
      timeoutMicros: 5e6,
    });
  });

  it.each([
    ['grow', '0.1, 0.2, 1', ''],
    ['stay the same', '0.1, 0.1, 1', 'rollout.stages[1].share must be greater than 0.1, the share before it, got 0.1'],
    ['fall', '0.5, 0.49, 1', 'rollout.stages[1].share must be greater than 0.5, the share before it, got 0.49'],
    ['end below the whole', '0.1, 0.99', 'rollout.stages[1].share must be 1 in the last stage, got 0.99'],
    ['go over the whole', '0.1, 1.01', 'rollout.stages[1].share'],
    ['are none', '0, 1', 'rollout.stages[0].share'],
  ])('has shares that grow to 1: those that %s', (_, shares, message) => {
    const stages = shares.split(', ').map((share) => `{ share: ${share} }`);
    const found = messages(`{ stages: [${stages.join(', ')}] }`);
    expect(found.startsWith(message)).toBe(true);
    expect(found === '').toBe(message === '');
  });

  it.each([
    ['{ stable: "http://a:1" }', 'rollout.stable needs rollout.canary, which it is compared with'],
    ['{ canary: "http://a:1" }', 'rollout.canary needs rollout.stable, which it is compared with'],
    ['{ stable: "http://a:1", canary: "http://a:1/" }', 'rollout.canary is the same service as rollout.stable'],
    ['{ stages: [] }', 'rollout.stages'],
    ['{ pairs: 1 }', 'rollout.pairs'],
    ['{ pairs: 101 }', 'rollout.pairs'],
    ['{ maxHolds: -1 }', 'rollout.maxHolds'],
    ['{ pairDuration: 0s }', 'rollout.pairDuration'],
    ['{ stages: [{ share: 1, hold: 0s }] }', 'rollout.stages[0].hold'],
    ['{ onInterrupt: stop }', 'rollout.onInterrupt'],
    ['{ canari: "http://a:1" }', 'rollout.canari'],
  ])('is refused: %s', (yaml, message) => expect(messages(yaml)).toContain(message));

  it('never shows what its command or a URL with a password holds', () => {
    const found = messages(
      '{ setShare: { run: 5, timeout: "hunter2" }, stable: "http://user:hunter2@a:1", canary: "http://b:1" }',
    );
    expect(found).toContain('rollout.setShare');
    expect(found).toContain('rollout.stable');
    expect(found).not.toContain('hunter2');
  });

  it('is in a report without the secrets of its command', () => {
    const scenario = scenarioOf('rollout: { setShare: "set --token hunter2-hunter2" }');
    expect(JSON.stringify(maskCommands(scenario, ['hunter2-hunter2']))).not.toContain('hunter2');
  });
});
