import { describe, expect, it } from 'vitest';
import { readSides, type SideFlags } from '../../../src/cli/commands/pairs/side-flags.ts';

const none: SideFlags = {
  fault: [],
  targetOption: [],
  beforeFault: [],
  afterFault: [],
  beforeTargetOption: [],
  afterTargetOption: [],
};
const [one, two] = ['http://127.0.0.1:1', 'http://127.0.0.1:2'];

function problemsOf(flags: Partial<SideFlags>): string[] {
  const sides = readSides({ ...none, ...flags });
  return 'problems' in sides ? sides.problems.map(({ message, hint }) => `${message} | ${hint}`) : [];
}

describe('the sides of a comparison', () => {
  it('are two services that run already', () => {
    expect(readSides({ ...none, before: one, after: two })).toEqual({
      before: { kind: 'url', url: one, flag: '--before' },
      after: { kind: 'url', url: two, flag: '--after' },
    });
  });

  it('are two commands, each with a URL of its own or with that of the scenario', () => {
    expect(readSides({ ...none, beforeCmd: 'a', afterCmd: 'b', afterUrl: two })).toEqual({
      before: { kind: 'command', command: 'a', flag: '--before-cmd' },
      after: { kind: 'command', command: 'b', flag: '--after-cmd', url: { url: two, flag: '--after-url' } },
    });
  });

  it('are the reference target with what both share, then with what each has of its own', () => {
    const flags = { profile: 'fact', fault: ['no-class'], beforeProfile: 'placeholder', afterFault: ['slow-hits:15%'] };
    expect(readSides({ ...none, ...flags })).toEqual({
      before: { kind: 'reference', options: ['--profile', 'fact', '--fault', 'no-class', '--profile', 'placeholder'] },
      after: { kind: 'reference', options: ['--profile', 'fact', '--fault', 'no-class', '--fault', 'slow-hits:15%'] },
    });
  });

  it.each<[string, Partial<SideFlags>, RegExp]>([
    ['nothing', {}, /nothing says what the two sides are .* --after-fault/u],
    ['only what both share', { profile: 'fact', fault: ['no-class'] }, /nothing says what the two sides are/u],
    ['one URL', { before: one }, /--after is missing: --before alone .* hitgate compare/u],
    ['the other URL', { after: one }, /--before is missing: --after alone/u],
    ['one command', { afterCmd: 'x' }, /--before-cmd is missing: --after-cmd alone/u],
    ['URL and command for a side', { before: one, beforeCmd: 'x', after: two }, /--before and --before-cmd both say/u],
    ['a URL and a command', { before: one, afterCmd: 'x' }, /one side is a service that runs already and the other a/u],
    ['an empty command', { beforeCmd: ' ', afterCmd: 'x' }, /--before-cmd is empty/u],
    ['where without what', { beforeUrl: one, before: two, after: one }, /--before-url says where .* no --before-cmd/u],
    [
      'faults of a real service',
      { before: one, after: two, afterFault: ['no-class'] },
      /are for the reference target/u,
    ],
    ['a third service', { before: one, after: two, target: one }, /--target names one service/u],
    ['a time without a command', { before: one, after: two, startTimeout: 1 }, /--start-timeout .* no command/u],
    ['the same service twice', { before: one, after: `${one}/` }, /name the same service .* hitgate aa/u],
    ['the same command twice', { beforeCmd: 'x', afterCmd: 'x' }, /are the same command .* hitgate aa/u],
  ])('are not known from %s', (_, flags, problem) => {
    const problems = problemsOf(flags);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  it('has all its problems at once', () => {
    expect(problemsOf({ before: one, beforeCmd: 'x', beforeFault: ['no-class'], target: one })).toHaveLength(4);
  });
});
