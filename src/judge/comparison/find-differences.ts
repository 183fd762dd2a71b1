import type { ComparedRun, Sides } from './compared-run.ts';
import type { Difference } from './comparison.ts';

/** What is not the same on both sides although it should be for the service to be all that differs. */
export function findDifferences({ before, after }: Sides<ComparedRun>): Difference[] {
  const left = circumstancesOf(before);
  const right = circumstancesOf(after);
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return names.flatMap((what) => {
    const difference = { what, before: left[what] ?? 'none', after: right[what] ?? 'none' };
    return difference.before === difference.after ? [] : [difference];
  });
}

/** Whether a difference is one of the machines, which makes a comparison advisory. */
export function isOfMachine({ what }: Difference): boolean {
  return what.startsWith('machine ');
}

/** A target in a word or two. */
export function nameTarget({ url, reference }: ComparedRun['target']): string {
  return reference ? 'reference target' : url;
}

function circumstancesOf(side: ComparedRun): Readonly<Record<string, string>> {
  const { machine, target, scenario, hitgateVersion, engine, runs } = side;
  const { load, warmup, workload } = scenario;
  return {
    ...Object.fromEntries(Object.entries(machine).map(([name, value]) => [`machine ${name}`, String(value)])),
    target: nameTarget(target),
    'target version': target.version ?? 'unknown',
    'target profile': target.profile ?? 'none',
    'target faults': target.faults === undefined || target.faults.length === 0 ? 'none' : target.faults.join(', '),
    load: JSON.stringify(load),
    'warm-up': JSON.stringify(warmup),
    'think time': JSON.stringify(workload.thinkTime),
    runs: String(runs.length),
    hitgate: hitgateVersion,
    engine: engine === undefined || engine.name === 'hitgate' ? 'hitgate’s own' : `${engine.name} ${engine.version}`,
  };
}
