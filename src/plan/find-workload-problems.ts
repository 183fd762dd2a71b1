import type { Problem } from '../errors.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { hintFor } from './parse-jsonl.ts';
import type { Corpus, ReplayLog } from './plan.ts';

/** What is wrong between a scenario and its corpus and replay log: all of it, before anything is built. */
export function findWorkloadProblems(
  { workload, load, file }: Scenario,
  corpus: Corpus,
  replay: ReplayLog | undefined,
): Problem[] {
  const problems: Problem[] = [];
  const add = (message: string, hint: string): void => void problems.push({ file, message, hint });
  const { popularity, mix, sequence } = workload;
  const ordered = popularity.kind === 'sequential' || popularity.kind === 'replay';
  if (ordered && Object.keys(mix).length > 0)
    add(
      `workload.mix cannot be used with popularity "${popularity.kind}", which fixes the order itself`,
      'remove workload.mix, or choose another popularity',
    );
  else for (const name of missingClasses(mix, corpus)) addMissingClass(name, corpus, add);
  if (Object.keys(mix).length > 0 && !Object.values(mix).some((weight) => weight > 0))
    add('workload.mix needs a weight above 0, got none', 'give at least one class a weight above 0');
  if (popularity.kind === 'replay' && sequence === 'per-user')
    add(
      'popularity "replay" is one sequence for all users, got sequence "per-user"',
      "set workload.sequence: 'shared'",
    );
  if (popularity.kind === 'replay' && replay === undefined)
    add('popularity "replay" needs a replay log, got none', 'set workload.popularity.file');
  if (load.executor === 'replay' && popularity.kind !== 'replay')
    add(
      `executor "replay" takes its times from popularity "replay", got popularity "${popularity.kind}"`,
      'set workload.popularity.kind: "replay", or choose another executor',
    );
  return problems;
}

function missingClasses(mix: Scenario['workload']['mix'], { queries }: Corpus): string[] {
  const present = new Set(queries.map((query) => query.class));
  return Object.keys(mix).filter((name) => !present.has(name));
}

function addMissingClass(name: string, corpus: Corpus, add: (message: string, hint: string) => void): void {
  const present = [...new Set(corpus.queries.map((query) => query.class))].sort();
  add(`workload.mix names class "${name}", which no query of ${corpus.file} has`, hintFor(name, present));
}
