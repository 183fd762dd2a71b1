import { createRequire } from 'node:module';
import { z } from 'zod';
import type { Problem } from '../errors.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { findUnsupported } from './autocannon/find-unsupported.ts';
import { recordHere } from './record-here.ts';
import type { RecordedEngine } from './recorded-run.ts';
import { runThreads } from './threads/run-threads.ts';

/** The engines by name; the first one is the default. */
export const engineNames = ['hitgate', 'autocannon'] as const;

/** The name of an engine. */
export type EngineName = (typeof engineNames)[number];

/** An engine with what a command needs to know of it before it sends anything. */
export type NamedEngine = {
  readonly name: EngineName;
  /** Version of the client that is not ours; undefined for our own, which has that of this package. */
  readonly version?: string;
  /** What it cannot do of a scenario, all at once; empty when it can do it. */
  readonly findProblems: (scenario: Scenario) => readonly Problem[];
  readonly run: RecordedEngine;
};

/** Chooses an engine. autocannon is loaded only when it is chosen, because that takes a while. */
export function engineNamed(name: EngineName): NamedEngine {
  switch (name) {
    case 'hitgate':
      return { name, findProblems: () => [], run: runThreads };
    case 'autocannon':
      return {
        name,
        version: autocannonVersion(),
        findProblems: (scenario) => findUnsupported(scenario),
        run: recordHere(async (plan, options) => {
          const { runAutocannon } = await import('./autocannon/run-autocannon.ts');
          return await runAutocannon(plan, options);
        }),
      };
  }
}

function autocannonVersion(): string {
  const described: unknown = createRequire(import.meta.url)('autocannon/package.json');
  return z.object({ version: z.string() }).parse(described).version;
}
