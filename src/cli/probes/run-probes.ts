import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { TlsSettings } from '../../engine/tls-settings.ts';
import { maskSecrets } from '../../mask-secrets.ts';
import type { Query } from '../../plan/plan.ts';
import type { ProbePass } from '../../probes/probe-pass.ts';
import type { ProbeResult } from '../../probes/probe-result.ts';
import type { Probes } from '../../scenario/probes/probes.ts';
import type { Target } from '../../scenario/scenario.ts';
import { formatDuration, microsPerMilli } from '../../units.ts';
import { runHook } from '../hooks/run-hook.ts';
import { millisSince } from './ask-target.ts';
import { createQueryMaker } from './fresh-queries.ts';
import type { ProbeContext } from './probe-context.ts';
import { readyProbes, type ReadyProbe } from './registry.ts';

/** Whom to probe, and with what. */
export type ProbeOptions = {
  readonly url: string;
  readonly target: Target;
  readonly secrets: Readonly<Record<string, string>>;
  readonly tls: TlsSettings | undefined;
  /** Queries of the corpus: at least one. */
  readonly corpus: readonly Query[];
  /** Values that no result may hold. */
  readonly masked: readonly string[];
  /** The environment of commands that a scenario names for a probe. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told each kind before it is made. */
  readonly note: (text: string) => void;
};

/**
 * Makes every probe of a scenario once, one after another, with questions that no other pass asks. Each kind has its time: one that takes
 * longer has no data. When the signal aborts, what is left is not made.
 */
export async function runProbes(probes: Probes, options: ProbeOptions): Promise<ProbePass> {
  const { clock, signal, corpus, masked } = options;
  const startedAt = new Date(clock.wallMillis()).toISOString();
  const startMicros = clock.nowMicros();
  const maker = createQueryMaker({ corpus, questions: probes.questions, key: randomBytes(4).toString('hex') });
  const results: ProbeResult[] = [];
  let requests = 0;
  for (const probe of readyProbes(probes.kinds)) {
    if (signal.aborted) break;
    options.note(`probing: ${probe.kind}`);
    const { url, target, secrets, tls, env } = options;
    const context: ProbeContext = {
      url,
      target,
      secrets,
      tls,
      clock,
      signal,
      ...maker,
      runCommand: (hook, told) => runHook(hook, { env, secrets: masked, ...told }),
      countRequest: () => void (requests += 1),
    };
    results.push(...(await makeInTime(probe, context, probes.timeoutMicros)));
  }
  return {
    results: results.map((result) => withoutSecrets(result, masked)),
    requests,
    startedAt,
    millis: millisSince(startMicros, clock),
  };
}

/** The results of a probe, or that it took too long; what it has under way is then ended. */
async function makeInTime(
  { kind, make }: ReadyProbe,
  context: ProbeContext,
  timeoutMicros: number,
): Promise<readonly ProbeResult[]> {
  const { clock, signal } = context;
  const startedAt = new Date(clock.wallMillis()).toISOString();
  const startMicros = clock.nowMicros();
  const late = new AbortController();
  const isLate = new Promise<'late'>((resolve) => {
    late.signal.addEventListener('abort', () => resolve('late'));
  });
  const timer = setTimeout(() => late.abort(), timeoutMicros / microsPerMilli);
  try {
    const made = await Promise.race([make({ ...context, signal: AbortSignal.any([signal, late.signal]) }), isLate]);
    if (made !== 'late' && !late.signal.aborted) return made;
  } finally {
    clearTimeout(timer);
  }
  const reason = `it took longer than ${formatDuration(timeoutMicros)} (probes.timeout)`;
  return [{ name: kind, status: 'no-data', reason, evidence: [], startedAt, millis: millisSince(startMicros, clock) }];
}

function withoutSecrets(result: ProbeResult, masked: readonly string[]): ProbeResult {
  return {
    ...result,
    reason: maskSecrets(result.reason, masked),
    evidence: result.evidence.map(({ what, seen }) => ({
      what: maskSecrets(what, masked),
      seen: maskSecrets(seen, masked),
    })),
  };
}
