import { judgeCitations, judgeSameCitations, type AskedTwice } from '../../probes/judge-citations.ts';
import type { CitationsProbe } from '../../scenario/probes/probes.ts';
import { askTwice } from './ask-twice.ts';
import type { Probe } from './probe-context.ts';
import { timeFindings } from './time-findings.ts';

const settleMicros = 100_000;

/** Asks fresh questions twice: whether every answer is cited, and every hit as its miss was. */
export const probeCitations: Probe<CitationsProbe> = (options, context) =>
  timeFindings(context.clock, async () => {
    const asked: AskedTwice[] = [];
    for (let ask = 0; ask < options.asks; ask += 1)
      asked.push(await askTwice(context.freshQuery(), settleMicros, context));
    return [judgeCitations(asked.flatMap(({ first, repeat }) => [first, repeat])), judgeSameCitations(asked)];
  });
