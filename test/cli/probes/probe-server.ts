import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import process from 'node:process';
import { onTestFinished } from 'vitest';
import { runHook } from '../../../src/cli/hooks/run-hook.ts';
import type { ProbeContext } from '../../../src/cli/probes/probe-context.ts';
import { createQueryMaker } from '../../../src/cli/probes/fresh-queries.ts';
import { runProbes } from '../../../src/cli/probes/run-probes.ts';
import type { ProbePass } from '../../../src/probes/probe-pass.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { scenarioOf } from '../../scenario/parse-text.ts';

/** A query of a corpus. */
export const corpus = [{ id: 'q1', docId: 'd1', question: 'What is it?', weight: 1, class: 'all' }];

/** What a server under test does with a question: sends its reply. */
export type Answerer = (asked: Asked, response: ServerResponse) => void;

/** A request as the server saw it. */
export type Asked = {
  readonly question: string;
  readonly docId: string;
  readonly path: string;
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
};

/** A server whose replies the test writes; ends with the test. @returns its URL. */
export async function serve(answer: Answerer): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const body: unknown = text === '' ? {} : JSON.parse(text);
      const fields = typeof body === 'object' && body !== null ? body : {};
      const field = (...names: readonly string[]): string =>
        String(Object.entries(fields).find(([name]) => names.includes(name))?.[1] ?? '');
      const { url: path = '', method = '', headers } = request;
      answer({ question: field('question', 'query'), docId: field('doc_id'), path, method, headers }, response);
    });
  });
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

/** A clock for tests that do not look at times. */
const clock = {
  name: 'test',
  nowMicros: () => performance.now() * 1000,
  wallMillis: () => Date.UTC(2026, 0, 1),
};

/** What a probe is given, for a scenario in YAML. */
export function contextOf(url: string, yaml = ''): ProbeContext & { readonly requests: () => number } {
  let requests = 0;
  return {
    url,
    target: scenarioOf(yaml).target,
    secrets: {},
    tls: undefined,
    clock,
    signal: new AbortController().signal,
    ...createQueryMaker({ corpus, questions: [], key: 'k' }),
    runCommand: (hook, told) => runHook(hook, { env: process.env, secrets: [], ...told }),
    countRequest: () => void (requests += 1),
    requests: () => requests,
  };
}

/** Makes the probes of a scenario in YAML against a URL. */
export function probe(
  url: string,
  yaml: string,
  {
    signal = new AbortController().signal,
    masked = [],
    secrets = {},
  }: {
    readonly signal?: AbortSignal;
    readonly masked?: readonly string[];
    readonly secrets?: Readonly<Record<string, string>>;
  } = {},
): Promise<ProbePass> {
  const { target, probes }: Scenario = scenarioOf(yaml);
  if (probes === undefined) throw new Error('Expected a scenario with probes');
  return runProbes(probes, {
    url,
    target,
    secrets,
    tls: undefined,
    corpus,
    masked,
    env: process.env,
    clock,
    signal,
    note: () => undefined,
  });
}

/** Status by name of the results. */
export function statuses({ results }: ProbePass): Record<string, string> {
  return Object.fromEntries(results.map(({ name, status }) => [name, status]));
}

/** Sends a body as JSON. */
export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
