import { randomUUID } from 'node:crypto';
import type { Server } from 'node:net';
import process from 'node:process';
import { targetError } from '../errors.ts';
import { microsPerMilli } from '../units.ts';
import { AnswerCache } from './answers/answer-cache.ts';
import { TurnClock } from '../turn-clock.ts';
import type { TargetContext } from './http/target-context.ts';
import { McpSessions } from './mcp/mcp-sessions.ts';
import type { ReferenceTargetOptions } from './options.ts';
import { QueryService } from './query-service.ts';
import { ReplyPump } from './reply-pump.ts';
import { ServiceCounters } from './service-counters.ts';
import { createTargetServer } from './target-server.ts';
import { Truth } from './truth.ts';

/** A reference target that listens. */
export type RunningTarget = {
  /** Of the first replica. */
  readonly url: string;
  readonly port: number;
  /** Of all replicas, in their order. */
  readonly urls: readonly string[];
  readonly options: ReferenceTargetOptions;
  /** Closes every connection at once and stops listening. */
  readonly close: () => Promise<void>;
};

/** What the fault `dies` does. */
type Surroundings = { readonly exit: (code: number) => void };

const backlog = 4_096;
const mostSessions = 10_000;
const longestTimerMillis = 2 ** 31 - 1;

function nowMicros(): number {
  return performance.now() * microsPerMilli;
}

/**
 * Starts the reference target: a stand-in for the real service whose behaviour is known exactly (docs/reference-target.md). Replicas are
 * services of their own that share their answers; they listen on one port after another.
 * @throws HitgateError (exit 5) when it cannot listen there.
 */
export async function startReferenceTarget(
  options: ReferenceTargetOptions,
  surroundings: Surroundings = { exit: (code) => process.exit(code) },
): Promise<RunningTarget> {
  const services = Array.from({ length: options.replicas }, () => new QueryService(options, nowMicros()));
  const replicas: StartedReplica[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(replicas.map((replica) => replica.close()));
  };
  try {
    for (const [place, service] of services.entries()) {
      service.join(services);
      const port = options.port === 0 ? 0 : options.port + place;
      replicas.push(await startReplica(service, { ...options, port }, surroundings));
    }
  } catch (error) {
    await close();
    throw error;
  }
  const ports = replicas.map(({ port }) => port);
  const urls = ports.map((port) => urlOf(options.host, port));
  return { url: urls[0] ?? '', port: ports[0] ?? 0, urls, options, close };
}

type StartedReplica = Pick<RunningTarget, 'port' | 'close'>;

async function startReplica(
  service: QueryService,
  options: ReferenceTargetOptions,
  surroundings: Surroundings,
): Promise<StartedReplica> {
  const pump = new ReplyPump(service, nowMicros);
  const death = watchDeath(service, surroundings);
  const context: TargetContext = {
    options,
    service,
    truth: new Truth(),
    counters: new ServiceCounters(),
    pump,
    wireCache: new AnswerCache({ capacity: options.capacity, ttlMicros: options.ttlMs * microsPerMilli }),
    sessions: new McpSessions(mostSessions, randomUUID),
    arrivals: new TurnClock(nowMicros, setImmediate),
    nowMicros,
    onFaults: () => {
      pump.wake();
      death.watch();
    },
  };
  const { server, close } = createTargetServer(context);
  const port = await listen(server, options);
  death.watch();
  return {
    port,
    close: async () => {
      death.stop();
      pump.stop();
      await close();
    },
  };
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function listen(server: Server, { host, port }: ReferenceTargetOptions): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, backlog }, resolve);
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw targetError(`The reference target cannot listen on ${host}:${port}: ${why}`, 'choose another --port, or 0');
  }
  const address = server.address();
  if (typeof address === 'object' && address !== null) return address.port;
  throw new TypeError('Expected the address of a listening server to have a port');
}

/** Lets the process exit when a fault says so; `watch` is to be called again when the faults change. */
function watchDeath(service: QueryService, { exit }: Surroundings): { watch: () => void; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => clearTimeout(timer);
  const watch = (): void => {
    stop();
    const millis = (service.faults.diesAtMicros - nowMicros()) / microsPerMilli;
    if (millis < longestTimerMillis) timer = setTimeout(() => exit(1), Math.max(0, millis));
  };
  return { watch, stop };
}
