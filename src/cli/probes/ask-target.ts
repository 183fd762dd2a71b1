import { AnswerReader } from '../../engine/answer-reader.ts';
import { parseTargetUrl } from '../../engine/adapters/target-address.ts';
import { Classifier } from '../../engine/classify.ts';
import { compilePath, valueAt } from '../../engine/json-path.ts';
import { JsonScanner } from '../../engine/json-scanner.ts';
import { RequestWriter } from '../../engine/request-bytes.ts';
import { WantedPaths } from '../../engine/wanted-paths.ts';
import type { Query } from '../../plan/plan.ts';
import type { Observed } from '../../probes/observed.ts';
import { cacheClasses, outcomeCodes, outcomeName, type CacheClass } from '../../recorder/sample.ts';
import type { Target } from '../../scenario/scenario.ts';
import { microsPerMilli } from '../../units.ts';
import { explainFailure } from '../explain-failure.ts';
import { httpAsk, type HttpAnswer } from '../http-ask.ts';
import type { ProbeContext } from './probe-context.ts';

/**
 * Asks one question as the load would, over a connection of its own, and reads the reply by the same rules; `onSent` is told when the request
 * was written. Never rejects for what the target does. @throws HitgateError (exit 2) for a request that the scenario does not allow to be written.
 */
export async function askTarget(query: Query, context: ProbeContext, onSent?: () => void): Promise<Observed> {
  const { url, target, secrets, tls, clock, signal } = context;
  const writer = new RequestWriter({
    template: target.request,
    secrets,
    hostHeader: parseTargetUrl(url).hostHeader,
    basePath: '',
  });
  const { path, headers, body } = writer.parts(query);
  const startMicros = clock.nowMicros();
  const seen = { question: query.question };
  context.countRequest();
  try {
    const answer = await httpAsk({
      baseUrl: url,
      method: target.request.method,
      path,
      headers: { ...lowerCased(headers), connection: 'close' },
      ...(body === '' ? {} : { body }),
      ...(tls === undefined ? {} : { tls }),
      timeoutMillis: target.timeoutMicros / microsPerMilli,
      signal,
      ...(onSent === undefined ? {} : { onSent }),
    });
    return { ...seen, millis: millisSince(startMicros, clock), ...readAnswer(answer, target) };
  } catch (error) {
    const why = signal.aborted ? 'it was cut off' : `it ${explainFailure(error)}`;
    return { ...seen, millis: millisSince(startMicros, clock), kind: 'no-reply', why };
  }
}

/** Milliseconds since a time of the clock, to the microsecond. */
export function millisSince(startMicros: number, clock: ProbeContext['clock']): number {
  return Math.round(clock.nowMicros() - startMicros) / microsPerMilli;
}

type Reading =
  | Pick<Extract<Observed, { kind: 'failure' }>, 'kind' | 'why' | 'cacheClass'>
  | Pick<Extract<Observed, { kind: 'answer' }>, 'kind' | 'cacheClass' | 'answer' | 'sources' | 'agreement'>;

/** What a whole reply says, by the success rule, the classification and the paths of the target. */
function readAnswer(answer: HttpAnswer, target: Target): Reading {
  const reader = new AnswerReader({ target, checks: { citations: false, sameAnswerOnHit: false } }, 0);
  const outcome = reader.judge(replyOf(answer, reader.header), 0);
  const parsed = parseJson(answer.text);
  if (outcome >= outcomeCodes.firstFailure) {
    const why =
      outcomeName(outcome) === 'status' ? `HTTP ${answer.status}` : `HTTP ${answer.status}, ${sayBody(parsed)}`;
    return { kind: 'failure', why, cacheClass: classOfFailure(answer, target) };
  }
  const found = valueAt(parsed, compilePath(target.answerPath));
  const agreement = valueAt(parsed, compilePath(target.consensus.path));
  return {
    kind: 'answer',
    cacheClass: classOf(outcome),
    answer: found === undefined ? undefined : JSON.stringify(found),
    sources: sourcesOf(valueAt(parsed, compilePath(target.citationsPath))),
    agreement: typeof agreement === 'number' ? agreement : undefined,
  };
}

function replyOf(
  { status, text, headers }: HttpAnswer,
  wantedHeader: string | undefined,
): Parameters<AnswerReader['judge']>[0] {
  const body = Buffer.from(text);
  const wanted = wantedHeader === undefined ? undefined : headerText(headers[wantedHeader]);
  return { head: { status, wanted, contentEncoding: undefined }, body, bodyStart: 0, bodyEnd: body.length };
}

/** The class that a failure states all the same: a failure that was cached is one. */
function classOfFailure({ text, headers }: HttpAnswer, target: Target): CacheClass {
  const wanted = new WantedPaths();
  const classifier = new Classifier(target.classify, wanted);
  if (classifier.header !== undefined)
    return classOf(classifier.classifyHeader(headerText(headers[classifier.header])));
  const scanner = new JsonScanner(wanted.paths);
  const body = Buffer.from(text);
  return scanner.scan(body, 0, body.length) ? classOf(classifier.classifyBody(scanner)) : 'unknown';
}

function classOf(outcome: number): CacheClass {
  return cacheClasses[outcome] ?? 'unknown';
}

function headerText(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value.join(', ') : value;
}

function sourcesOf(citations: unknown): (string | undefined)[] | undefined {
  if (!Array.isArray(citations)) return undefined;
  return citations.map((citation: unknown) => {
    const source = valueAt(citation, ['source']);
    return typeof source === 'string' && source !== '' ? source : undefined;
  });
}

function sayBody(parsed: unknown): string {
  return parsed === undefined ? 'a body that is no JSON' : 'a body that says failure';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
