import { parseTargetUrl } from '../../../engine/adapters/target-address.ts';
import { RequestWriter } from '../../../engine/request-bytes.ts';
import type { Query } from '../../../plan/plan.ts';
import type { InvalidationDone } from '../../../probes/coherence/judge-invalidation.ts';
import type { Invalidation } from '../../../scenario/probes/coherence-probe.ts';
import { microsPerMilli } from '../../../units.ts';
import { explainFailure } from '../../explain-failure.ts';
import { httpAsk } from '../../http-ask.ts';
import type { ProbeContext } from '../probe-context.ts';

/** The name by which a command asks for the question; it is then run for each. */
const questionVariable = 'HITGATE_HOOK_QUESTION';

/**
 * Makes all replicas forget the answers to some questions: once, or once for each question when the request has a place for it or the command
 * reads `HITGATE_HOOK_QUESTION`. Ends at the first that fails; never rejects for what the target or the command does.
 */
export async function invalidateAnswers(
  invalidation: Invalidation,
  queries: readonly Query[],
  context: ProbeContext,
): Promise<InvalidationDone> {
  let done: InvalidationDone = { isDone: false, how: 'was not made, as no replica held an answer' };
  for (const query of namesQuestion(invalidation) ? queries : queries.slice(0, 1)) {
    done = await invalidateOnce(invalidation, query, context);
    if (!done.isDone) return done;
  }
  return done;
}

function namesQuestion(invalidation: Invalidation): boolean {
  return invalidation.kind === 'command'
    ? invalidation.command.run.includes(questionVariable)
    : JSON.stringify([invalidation.path, invalidation.body]).includes('{{');
}

async function invalidateOnce(
  invalidation: Invalidation,
  query: Query,
  context: ProbeContext,
): Promise<InvalidationDone> {
  if (invalidation.kind === 'request') return sendInvalidation(invalidation, query, context);
  const { question, docId } = query;
  const { status, how, output } = await context.runCommand(invalidation.command, {
    facts: { question, docId },
    signal: context.signal,
  });
  const printed = status === 'done' || output === '' ? '' : ` and printed ${JSON.stringify(output)}`;
  return { isDone: status === 'done', how: `${how}${printed}` };
}

async function sendInvalidation(
  { method, path, body }: Extract<Invalidation, { kind: 'request' }>,
  query: Query,
  { url, target, secrets, tls, signal, countRequest }: ProbeContext,
): Promise<InvalidationDone> {
  const { headers, secretHeaders } = target.request;
  const template = { method, path, headers, secretHeaders, ...(body === undefined ? {} : { body }) };
  const { hostHeader } = parseTargetUrl(url);
  const parts = new RequestWriter({ template, secrets, hostHeader, basePath: '' }).parts(query);
  countRequest();
  try {
    const { status } = await httpAsk({
      baseUrl: url,
      method,
      path: parts.path,
      headers: { ...parts.headers, connection: 'close' },
      ...(parts.body === '' ? {} : { body: parts.body }),
      ...(tls === undefined ? {} : { tls }),
      timeoutMillis: target.timeoutMicros / microsPerMilli,
      signal,
    });
    return { isDone: status >= 200 && status <= 299, how: `answered HTTP ${status}` };
  } catch (error) {
    return { isDone: false, how: explainFailure(error) };
  }
}
