import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findUnfinished, keepRollout } from '../../../src/cli/rollout/rollout-store.ts';
import { takeUp } from '../../../src/cli/rollout/take-up-rollout.ts';
import type { BegunRollout, RolloutMode } from '../../../src/cli/rollout/run-rollout.ts';
import type { RolloutRecord } from '../../../src/report/rollout-record.ts';
import { recordWith } from '../../rollout/build-rollout.ts';
import { buildSession, queryService, scratch } from './build-session.ts';

const over = { stage: 0, step: 'none', held: 0, invalid: 0, share: 0.1 } as const;

type Taken = {
  readonly mode: RolloutMode;
  readonly found?: Partial<RolloutRecord> | 'none' | 'two';
  readonly canary?: string;
  readonly rollout?: Readonly<Record<string, unknown>>;
};

/** What is taken up where a rollout is held at its first stage, but for what is given. */
async function take({
  mode,
  found = {},
  canary,
  rollout = {},
}: Taken): Promise<BegunRollout & { readonly out: string }> {
  const urls = { stable: await queryService({}), canary: canary ?? (await queryService({ version: () => '2' })) };
  const { session, environment, cwd } = await buildSession({ ...urls, rollout });
  const { digest, scenarioDigest } = session;
  const record = recordWith({
    digest,
    scenarioDigest,
    status: 'held',
    current: over,
    versions: { stable: '1', canary: '2' },
  });
  const last = found === 'none' || found === 'two' ? record : { ...record, ...found };
  const unfinished = { none: [], one: [{ record: last, folder: 'f' }] }[found === 'none' ? 'none' : 'one'];
  const out = path.join(cwd, 'reports');
  const all = found === 'two' ? [...unfinished, ...unfinished] : unfinished;
  return { ...(await takeUp(all, { mode, prepared: session, environment, out })), out };
}

describe('what is taken up', () => {
  it('is a new rollout when none is unfinished', async () => {
    const { record, out, warnings } = await take({ mode: 'begin', found: 'none' });
    expect(record).toMatchObject({
      status: 'running',
      versions: { stable: '1', canary: '2' },
      current: { stage: 0, step: 'set share', share: 0 },
    });
    expect(await readdir(out)).toEqual([record.id]);
    expect(warnings).toEqual([]);
  });

  it.each<[RolloutMode, Taken['found'], string]>([
    ['begin', {}, 'A rollout of release is unfinished (held, the canary has 10 %)'],
    ['drill', { status: 'running', current: { ...over, share: null } }, '(cut off, the canary has an unknown share)'],
    ['begin', { status: 'rollback failed' }, 'is unfinished (rollback failed'],
    ['resume', 'none', 'There is no unfinished rollout of release'],
    ['roll back', 'none', 'There is no unfinished rollout of release'],
    ['resume', 'two', 'There are 2 unfinished rollouts of release'],
    ['resume', { digest: 'other' }, 'The request sequence is another'],
    ['resume', { scenarioDigest: 'other' }, 'The scenario was changed'],
    ['resume', { versions: { stable: '1', canary: '3' } }, 'The canary side says version 2, and said 3'],
    ['resume', { versions: { stable: '0', canary: '2' } }, 'The stable side says version 1, and said 0'],
    ['resume', { current: { ...over, step: 'roll back' } }, 'was rolling back'],
    ['resume', { status: 'rollback failed' }, 'was rolling back'],
    ['resume', { drill: true }, 'is a drill'],
  ])('to %s is refused: %j', async (mode, found, message) => {
    const taken = take({ mode, ...(found === undefined ? {} : { found }) });
    await expect(taken).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  });

  it('is the stage that it was in, from its beginning', async () => {
    const { asked } = await take({ mode: 'resume' });
    expect(asked).toMatchObject({
      what: 'resume',
      transition: { state: { current: { stage: 0, step: 'set share' } } },
    });
  });

  it('goes back whatever has changed, and asks nobody first', async () => {
    const changed = { digest: 'other', scenarioDigest: 'other', versions: { stable: '9' } };
    const { asked } = await take({ mode: 'roll back', found: changed, canary: 'http://127.0.0.1:1' });
    expect(asked).toMatchObject({ what: 'roll back', transition: { state: { current: { step: 'roll back' } } } });
  });

  it('is nothing when the canary is not there, and no command may start it', async () => {
    const taken = take({ mode: 'begin', found: 'none', canary: 'http://127.0.0.1:1' });
    await expect(taken).rejects.toMatchObject({ exitCode: 5 });
  });

  it('is begun with a warning when the canary is not there, and a command may start it', async () => {
    const rollout = { setShare: 'true' };
    const { warnings } = await take({ mode: 'begin', found: 'none', canary: 'http://127.0.0.1:1', rollout });
    expect(warnings.join('')).toContain('the canary is not healthy yet');
  });
});

describe('the rollouts on disk', () => {
  it('are those of the scenario that ask for a decision; one that cannot be read is said', async () => {
    const root = await scratch();
    const keep = async (name: string, changes: Partial<RolloutRecord>): Promise<void> => {
      const folder = path.join(root, name);
      await mkdir(folder);
      await keepRollout({ record: recordWith(changes), folder });
    };
    await keep('2026-11-25-101500-rollout-release', { status: 'held' });
    await keep('2026-11-25-101501-rollout-release', { status: 'completed' });
    await keep('2026-11-25-101502-rollout-other', { status: 'held', scenario: 'other' });
    await mkdir(path.join(root, '2026-11-25-101503-rollout-release'));
    const names = (await findUnfinished(root, 'release')).map(({ folder }) => path.basename(folder));
    expect(names).toEqual(['2026-11-25-101500-rollout-release']);
    await writeFile(path.join(root, '2026-11-25-101502-rollout-other', 'rollout.json'), '{');
    expect(await findUnfinished(root, 'release')).toHaveLength(1);
    await writeFile(path.join(root, '2026-11-25-101503-rollout-release', 'rollout.json'), '{');
    await expect(findUnfinished(root, 'release')).rejects.toMatchObject({ exitCode: 2 });
    expect(await findUnfinished(path.join(root, 'nowhere'), 'release')).toEqual([]);
  });
});
