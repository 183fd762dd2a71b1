import { z } from 'zod';
import type { FaultStep } from '../../recorder/snapshot.ts';
import { scenarioError } from '../../errors.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { placeOf } from '../scenario-file/load-scenario-file.ts';

/** A reference target that faults are injected into. */
export type ReferenceFaults = {
  readonly url: string;
  /** The faults that it had before. */
  readonly standing: readonly string[];
  /** Whether it was started by this process and ends with it. */
  readonly isOwn: boolean;
};

const timeoutMillis = 2_000;
const answerSchema = z.object({ faults: z.array(z.string()) });

/**
 * The reference target of a scenario that injects faults; undefined when it injects none.
 * @throws HitgateError (exit 2), before any load, when what answers there is no reference target.
 */
export async function findReferenceFaults(
  scenario: Scenario,
  { url, isOwn }: Pick<ReferenceFaults, 'url' | 'isOwn'>,
): Promise<ReferenceFaults | undefined> {
  const injected = scenario.faults?.find(({ action }) => action.kind === 'inject');
  if (injected === undefined) return undefined;
  try {
    const answer = await fetch(new URL('/faults', url), { signal: AbortSignal.timeout(timeoutMillis) });
    return { url, isOwn, standing: answerSchema.parse(await answer.json()).faults };
  } catch {
    throw scenarioError([
      {
        message: `the fault "${injected.name}" is to be injected, but the target is no reference target`,
        file: scenario.file,
        ...placeOf(scenario, ['faults']),
        hint: 'give run and undo, two commands, in place of inject, or remove --target (and HITGATE_TARGET)',
      },
    ]);
  }
}

/** Gives a reference target these faults and no others. Never rejects, and takes at most 2 s. */
export async function replaceFaults(url: string, faults: readonly string[]): Promise<FaultStep> {
  try {
    const answer = await fetch(new URL('/faults', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ faults }),
      signal: AbortSignal.timeout(timeoutMillis),
    });
    const output = answer.ok ? '' : (await answer.text()).slice(0, 500);
    return { status: answer.ok ? 'done' : 'failed', how: `was answered with status ${answer.status}`, output };
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return isLate
      ? { status: 'timed out', how: `was not answered within ${timeoutMillis / 1_000} s`, output: '' }
      : { status: 'failed', how: 'could not be sent', output: '' };
  }
}
