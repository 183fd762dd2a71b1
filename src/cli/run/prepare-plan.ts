import { readFile } from 'node:fs/promises';
import { engineNamed, type NamedEngine } from '../../engine/engines.ts';
import { HitgateError, scenarioError, type Problem } from '../../errors.ts';
import { buildPlan } from '../../plan/build-plan.ts';
import { parseCorpus } from '../../plan/parse-corpus.ts';
import { parseReplay } from '../../plan/parse-replay.ts';
import type { Corpus, Plan, ReplayLog } from '../../plan/plan.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { findFaultProblems } from '../faults/find-fault-problems.ts';
import { placeOf } from '../scenario-file/load-scenario-file.ts';

/**
 * Reads what a scenario names (corpus, replay log) and builds its plan, for an engine that can drive it. @throws HitgateError (exit 2)
 * with all problems; sends nothing.
 */
export async function preparePlan(scenario: Scenario, engine: NamedEngine = engineNamed('hitgate')): Promise<Plan> {
  const unsupported = [...engine.findProblems(scenario), ...findFaultProblems(scenario)];
  if (unsupported.length > 0) throw scenarioError(unsupported.map((problem) => withPlace(problem, scenario)));
  const corpus = await readCorpus(scenario.workload.queries);
  const { popularity } = scenario.workload;
  const replay = popularity.kind === 'replay' ? await readReplay(popularity.file, corpus) : undefined;
  try {
    return buildPlan(scenario, corpus, replay);
  } catch (error) {
    if (!(error instanceof HitgateError)) throw error;
    throw scenarioError(error.problems.map((problem) => withPlace(problem, scenario)));
  }
}

function withPlace(problem: Problem, scenario: Scenario): Problem {
  if (problem.line !== undefined || problem.path === undefined) return problem;
  return { ...problem, ...placeOf(scenario, problem.path) };
}

async function readCorpus(file: string): Promise<Corpus> {
  return parseCorpus(await readInput(file, 'workload.queries'), file);
}

async function readReplay(file: string, corpus: Corpus): Promise<ReplayLog> {
  return parseReplay(await readInput(file, 'workload.popularity.file'), file, corpus);
}

async function readInput(file: string, key: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw scenarioError([
      {
        message: `${key} cannot be read: ${why}`,
        file,
        hint: `set ${key} to an existing file; it is looked for beside the scenario file`,
      },
    ]);
  }
}
