import { spawnSync } from 'node:child_process';
import process from 'node:process';
import type { FaultStep } from '../../recorder/snapshot.ts';
import type { ScheduledFault } from '../../scenario/fault.ts';
import { microsPerMilli } from '../../units.ts';
import { runHook, type HookOutcome } from '../hooks/run-hook.ts';
import { replaceFaults, type ReferenceFaults } from './reference-faults.ts';

/** Brings faults about and ends them. Neither rejects, and both are bounded. */
export type FaultInjector = {
  readonly begin: (fault: ScheduledFault, signal: AbortSignal) => Promise<FaultStep>;
  readonly undo: (fault: ScheduledFault) => Promise<FaultStep>;
  /** Ends a fault at once, without anything that comes later: for when this process exits. */
  readonly undoAtExit: (fault: ScheduledFault) => void;
};

/** What faults are brought about with. */
export type InjectorOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly secrets: readonly string[];
  /** The reference target with the faults that it has anyway; undefined when no fault is injected there. */
  readonly reference: ReferenceFaults | undefined;
  readonly run: number;
};

/** The injector of one run. */
export function createFaultInjector({ env, cwd, secrets, reference, run }: InjectorOptions): FaultInjector {
  const hookOptions = ({ name }: ScheduledFault) => ({ env, cwd, secrets, facts: { fault: name, run } });
  const inject = (faults: readonly string[]): Promise<FaultStep> => {
    if (reference === undefined) throw new Error('Expected a reference target to inject faults into');
    return replaceFaults(reference.url, [...reference.standing, ...faults]);
  };
  return {
    begin: async (fault, signal) => {
      const { action } = fault;
      if (action.kind === 'inject') return inject(action.faults);
      return stepOf(await runHook(action.run, { ...hookOptions(fault), signal }));
    },
    undo: async (fault) => {
      const { action } = fault;
      return action.kind === 'inject' ? inject([]) : stepOf(await runHook(action.undo, hookOptions(fault)));
    },
    undoAtExit: ({ action }) => {
      if (action.kind === 'inject') {
        if (reference !== undefined) replaceFaultsAtOnce(reference);
        return;
      }
      const timeout = Math.ceil(action.undo.timeoutMicros / microsPerMilli);
      spawnSync(action.undo.run, { env, cwd, shell: true, stdio: 'ignore', timeout, killSignal: 'SIGKILL' });
    },
  };
}

function stepOf({ status, how, output }: HookOutcome): FaultStep {
  return { status, how, output };
}

/** Asks from a process of its own, which this one can wait for while it exits. */
function replaceFaultsAtOnce({ url, standing, isOwn }: ReferenceFaults): void {
  // One that was started here ends with this process.
  if (isOwn) return;
  const program =
    "await fetch(new URL('/faults', process.argv[1]), { method: 'POST', body: process.argv[2], signal: AbortSignal.timeout(2000) })";
  const body = JSON.stringify({ faults: standing });
  spawnSync(process.execPath, ['--input-type=module', '--eval', program, url, body], {
    stdio: 'ignore',
    timeout: 5_000,
  });
}
