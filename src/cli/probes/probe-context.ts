import type { Clock } from '../../clock.ts';
import type { TlsSettings } from '../../engine/tls-settings.ts';
import type { Query } from '../../plan/plan.ts';
import type { ProbeResult } from '../../probes/probe-result.ts';
import type { CommandHook } from '../../scenario/hook.ts';
import type { ProbeQuestion } from '../../scenario/probes/probe-question.ts';
import type { Target } from '../../scenario/scenario.ts';
import type { HookOutcome } from '../hooks/run-hook.ts';

/** What a command is told of, and what ends it. */
type CommandCall = { readonly facts: Readonly<Record<string, string>>; readonly signal: AbortSignal };

/** What every probe is given beside its options. */
export type ProbeContext = {
  /** Base URL of the service that is asked. */
  readonly url: string;
  /** How it is asked, and how its answers are read. */
  readonly target: Target;
  /** Values of the target's secret headers, by header; they go on the wire and nowhere else. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly tls: TlsSettings | undefined;
  readonly clock: Clock;
  /** Ends what is on its way; the results are then not looked at. */
  readonly signal: AbortSignal;
  /** A question that nobody asked before, another each time: of the scenario or its corpus, with an end that no other has. */
  readonly freshQuery: () => Query;
  /** The query for a question that a scenario gives. */
  readonly queryOf: (question: ProbeQuestion) => Query;
  /** Runs a command of the scenario and tells it facts as `HITGATE_HOOK_…`; never rejects. */
  readonly runCommand: (hook: CommandHook, told: CommandCall) => Promise<HookOutcome>;
  /** To be called once for each request that is sent, so that the report can say how many there were. */
  readonly countRequest: () => void;
};

/** One kind of probe: asks and judges within bounded time, and never rejects for what the target does. */
export type Probe<Options> = (options: Options, context: ProbeContext) => Promise<readonly ProbeResult[]>;
