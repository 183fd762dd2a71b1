import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import type * as Engines from '../../../src/engine/engines.ts';
import type { NamedEngine } from '../../../src/engine/engines.ts';
import type { CliEnvironment } from '../../../src/cli/environment.ts';
import { createProgress } from '../../../src/cli/progress.ts';
import { prepareRollout } from '../../../src/cli/rollout/prepare-rollout.ts';
import type { RolloutSession } from '../../../src/cli/rollout/rollout-session.ts';
import { loadScenarioFile } from '../../../src/cli/scenario-file/load-scenario-file.ts';

/** A service on a free port of this machine, until the test ends; its URL. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('expected a port');
  return `http://127.0.0.1:${address.port}`;
}

/** How a service answers: its version and its counter of requests, asked for anew each time. */
export type Answers = {
  readonly version?: () => string;
  readonly metrics?: () => string | undefined;
  readonly fails?: boolean;
};

/** A query service that answers at once. */
export function queryService({
  version = () => '1',
  metrics = () => undefined,
  fails = false,
}: Answers): Promise<string> {
  return serve(({ url }, response) => {
    if (url === '/health') return response.end(JSON.stringify({ status: 'healthy', version: version() }));
    if (url === '/metrics') {
      const text = metrics();
      return response.writeHead(text === undefined ? 404 : 200).end(text);
    }
    if (fails) return response.writeHead(500).end('{}');
    return response.end(JSON.stringify({ status: 'success', answer: 'a', cache_hit: true }));
  });
}

/** A folder of its own for a test, which is removed when it ends. */
export async function scratch(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hitgate-rollout-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What a rollout of a test printed. */
export type Printed = { stdout: string; stderr: string };

/** A process as a value whose streams are texts. */
function environmentOf(cwd: string, printed: Printed, env: Readonly<Record<string, string>> = {}): CliEnvironment {
  const sink = (name: keyof Printed): CliEnvironment['stdout'] => ({
    write: (text) => void (printed[name] += text),
    isTerminal: false,
    columns: 100,
  });
  return {
    argv: [],
    env: { PATH: process.env['PATH'], ...env },
    cwd,
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    clock: { name: 'test', nowMicros: () => performance.now() * 1000, wallMillis: () => Date.UTC(2026, 10, 25) },
    onInterrupt: () => () => undefined,
  };
}

type Wanted = {
  readonly stable?: string;
  readonly canary?: string;
  readonly target?: Readonly<Record<string, unknown>>;
  readonly rollout?: Readonly<Record<string, unknown>>;
  readonly actions?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
};

/** A thread is started from the built program, so that the engine that starts it must be the built one too. */
async function builtEngine(): Promise<NamedEngine> {
  const built: unknown = await import(pathToFileURL(path.resolve('dist/engine/engines.js')).href);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the types of the module are those of its source.
  return (built as typeof Engines).engineNamed('hitgate');
}

/** A session of a rollout in a folder of its own, as the command makes it, and what it prints. */
export async function buildSession({ stable, canary, target, rollout, actions, env = {}, signal }: Wanted): Promise<{
  readonly session: RolloutSession;
  readonly printed: Printed;
  readonly environment: CliEnvironment;
  readonly cwd: string;
}> {
  const cwd = await scratch();
  const file = path.join(cwd, 'release.json');
  const scenario = {
    name: 'release',
    target: { preset: 'doc-rag', ...target },
    workload: { queries: path.resolve('fixtures/queries/compliance.jsonl') },
    load: { executor: 'constant-vus', vus: 20, duration: '1s' },
    thresholds: { http_req_failed: ['rate<0.01'] },
    actions: { rollback: 'echo back >> log', ...actions },
    rollout: { ...(stable === undefined ? {} : { stable, canary }), ...rollout },
  };
  await writeFile(file, JSON.stringify(scenario));
  const printed = { stdout: '', stderr: '' };
  const environment = environmentOf(cwd, printed, env);
  const prepared = await prepareRollout(await loadScenarioFile(file, { cwd, env: {}, flags: {} }), {}, environment);
  const session = {
    ...prepared,
    engine: await builtEngine(),
    options: { environment, out: cwd, quiet: false, calibration: false },
    folder: cwd,
    id: path.basename(cwd),
    progress: createProgress(environment.stderr, true),
    calibration: undefined,
    signal: signal ?? new AbortController().signal,
  };
  return { session, printed, environment, cwd };
}
