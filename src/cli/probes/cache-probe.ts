import type { ProbeResult } from '../../probes/probe-result.ts';
import type { AskedTwice } from '../../probes/judge-citations.ts';
import { judgeExpiry, judgeFailing, judgeRepeat, judgeVariant } from '../../probes/judge-cache.ts';
import type { CacheProbe } from '../../scenario/probes/cache-probe.ts';
import { formatDuration } from '../../units.ts';
import { askTarget } from './ask-target.ts';
import { askTwice, waitFor } from './ask-twice.ts';
import type { Probe, ProbeContext } from './probe-context.ts';
import { timeFindings } from './time-findings.ts';

/** How long after its time an answer may still be on its way out: a tenth of it, at least 100 ms. */
const leastGraceMicros = 100_000;

/** Asks fresh questions again, as variants, and after their time; and a failing one twice. What the scenario does not name is not
 * tried, and the first result says so. */
export const probeCache: Probe<CacheProbe> = async (options, context) => {
  const repeat = await probeRepeat(options, context);
  const variants = [
    ...(await probeVariant('otherCase', options, context)),
    ...(await probeVariant('trailingSpace', options, context)),
  ];
  return [...repeat, ...variants, ...(await probeExpiry(options, context)), ...(await probeFailing(options, context))];
};

function probeRepeat(options: CacheProbe, context: ProbeContext): Promise<ProbeResult[]> {
  return timeFindings(context.clock, async () => {
    const asked: AskedTwice[] = [];
    for (let ask = 0; ask < options.asks; ask += 1)
      asked.push(await askTwice(context.freshQuery(), options.settleMicros, context));
    const finding = judgeRepeat(asked);
    return [{ ...finding, reason: `${finding.reason}${sayNotTried(options)}` }];
  });
}

/** What a reader might take for tried; '' for nothing. */
function sayNotTried({ otherCase, trailingSpace, ttlMicros, failing }: CacheProbe): string {
  const parts = [
    ...(otherCase === undefined ? ['another case'] : []),
    ...(trailingSpace === undefined ? ['a trailing space'] : []),
    ...(ttlMicros === undefined ? ['expiry'] : []),
    ...(failing === undefined ? ['a failing query'] : []),
  ];
  return parts.length === 0 ? '' : ` (not tried: ${parts.join(', ')})`;
}

const variants = {
  otherCase: { name: 'cache: other case', vary: (question: string) => question.toUpperCase() },
  trailingSpace: { name: 'cache: trailing space', vary: (question: string) => `${question} ` },
} as const;

async function probeVariant(
  kind: keyof typeof variants,
  options: CacheProbe,
  context: ProbeContext,
): Promise<ProbeResult[]> {
  const expected = options[kind];
  if (expected === undefined) return [];
  const { name, vary } = variants[kind];
  return timeFindings(context.clock, async () => {
    const query = context.freshQuery();
    const { repeat } = await askTwice(query, options.settleMicros, context);
    const variant = await askTarget({ ...query, question: vary(query.question) }, context);
    return [judgeVariant(name, { repeat, variant, expected })];
  });
}

async function probeExpiry({ ttlMicros }: CacheProbe, context: ProbeContext): Promise<ProbeResult[]> {
  if (ttlMicros === undefined) return [];
  const { clock, signal } = context;
  return timeFindings(clock, async () => {
    const query = context.freshQuery();
    const first = await askTarget(query, context);
    const storedMicros = clock.nowMicros();
    const waitUntil = (micros: number): Promise<void> => waitFor(storedMicros + micros - clock.nowMicros(), signal);
    await waitUntil(ttlMicros / 2);
    const early = await askTarget(query, context);
    await waitUntil(ttlMicros + Math.max(leastGraceMicros, ttlMicros / 10));
    const late = await askTarget(query, context);
    return [judgeExpiry({ first, early, late }, formatDuration(ttlMicros))];
  });
}

async function probeFailing({ failing, settleMicros }: CacheProbe, context: ProbeContext): Promise<ProbeResult[]> {
  if (failing === undefined) return [];
  return timeFindings(context.clock, async () => [
    judgeFailing(await askTwice(context.queryOf(failing), settleMicros, context)),
  ]);
}
