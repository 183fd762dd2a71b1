import { onTestFinished } from 'vitest';
import { referenceTargetOptions, type TargetFlagValues } from '../../src/target/options.ts';
import { startReferenceTarget, type RunningTarget } from '../../src/target/reference-target.ts';

/** A reference target on a free port that takes 2 ms for a hit and 8 ms for a miss; it ends with the test. */
export async function startTarget(flags: TargetFlagValues = {}): Promise<RunningTarget & { readonly exits: number[] }> {
  const exits: number[] = [];
  const options = referenceTargetOptions({ roundTrip: '0', ...flags });
  const target = await startReferenceTarget(options, { exit: (code) => void exits.push(code) });
  onTestFinished(() => target.close());
  return { ...target, exits };
}

/** Sends JSON, or a text as it is. */
export function post(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Asks a question as a client of doc-rag. */
export function ask(target: RunningTarget, question: string, docId = 'doc_1'): Promise<Response> {
  return post(`${target.url}/query`, { doc_id: docId, question });
}

/** Asks one question after another and gives the parsed answers. */
export async function askAll(target: RunningTarget, questions: readonly string[]): Promise<Record<string, unknown>[]> {
  const answers: Record<string, unknown>[] = [];
  for (const question of questions) answers.push(await readJson(await ask(target, question)));
  return answers;
}

/** The JSON object of a reply. */
export async function readJson(response: Response): Promise<Record<string, unknown>> {
  const value: unknown = await response.json();
  if (typeof value !== 'object' || value === null) throw new TypeError(`Expected an object, got ${typeof value}`);
  return Object.fromEntries(Object.entries(value));
}
