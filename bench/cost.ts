import type { CostSubject } from './clients/client.ts';
import { allClients } from './clients/index.ts';
import { chooseClients, type Chosen } from './harness/choose-clients.ts';
import { cores, runChild } from './harness/children.ts';
import { compileDelayTarget, startDelayTarget } from './harness/delay-target.ts';
import { readFlags } from './harness/flags.ts';
import { startNginx } from './harness/nginx.ts';
import { describeCircumstances, writeResult } from './harness/results.ts';
import { giveUp, say } from './harness/say.ts';
import { withScratch } from './harness/scratch.ts';
import {
  costTable,
  microsPerRequest,
  type CostResult,
  type CostRound,
  type CostRow,
  type CostRun,
} from './tables/cost-table.ts';

/**
 * What a request costs each client on one core: CPU time of the whole process tree, all threads, and requests per second, flat out
 * against a server that answers at once. A run of one second is made before each long one; from both, what starting up costs is found
 * and taken off (see microsPerRequest). Rounds go over all clients in turn.
 */
const flags = readFlags('What a request costs each client on one core, and how many it can send in a second.', {
  rounds: { default: '5', help: 'rounds over all clients' },
  seconds: { default: '6', help: 'length of the long run; the short one takes a second' },
  connections: { default: '100,1000', help: 'numbers of connections' },
  only: { default: '', help: 'clients, as in hitgate,wrk' },
  methods: { default: 'GET,POST', help: 'methods' },
  server: { default: 'c', help: 'c: the target in C, nine hits of ten; nginx: always the same hit' },
  out: { default: 'bench/results', help: 'folder for cost.json' },
});

type Server = {
  readonly name: string;
  readonly url: string;
  readonly cpuMicros: () => number;
  readonly stop: () => void;
};

const seconds = flags.count('seconds');
const shortSeconds = 1;
if (seconds <= shortSeconds) giveUp(`--seconds must be at least 2, got ${seconds}`, 'see --help');
const chosen = chooseClients(allClients([[]]), flags.list('only'));
const server = await startServer(flags.text('server'));
try {
  const rows = startRows(chosen);
  for (let round = 1; round <= flags.count('rounds'); round += 1) {
    for (const row of rows) {
      const measured = await measure(row);
      row.rounds.push(measured);
      const micros = microsPerRequest(row.rounds).at(-1) ?? Number.NaN;
      const perSecond = measured.long.requests / seconds;
      const at = `round ${round}: ${row.subject}, ${row.connections} connections`;
      say(
        `${at}: ${micros.toFixed(1)} µs, ${perSecond.toFixed(0)} requests/s, server ${measured.serverCores.toFixed(2)}`,
      );
    }
    writeResult(flags.text('out'), 'cost', resultOf(rows, round));
  }
  say(`\n${costTable(resultOf(rows, flags.count('rounds')))}`);
} finally {
  server.stop();
}

type OpenRow = CostRow & { readonly rounds: CostRound[]; readonly executable: string; readonly cost: CostSubject };

function startRows({ clients }: Chosen): OpenRow[] {
  return flags.counts('connections').flatMap((connections) =>
    clients.flatMap(({ cost, executable }) =>
      cost
        .filter(({ method }) => flags.list('methods').includes(method))
        .map((subject) => ({
          subject: subject.name,
          method: subject.method,
          does: subject.does,
          connections,
          rounds: [],
          executable,
          cost: subject,
        })),
    ),
  );
}

async function measure(row: OpenRow): Promise<CostRound> {
  const short = await runFor(row, shortSeconds);
  const { serverMicros, ...long } = await runFor(row, seconds);
  return {
    short: { requests: short.requests, cpuMicros: short.cpuMicros },
    long,
    serverCores: serverMicros / (seconds * 1e6),
  };
}

type Run = CostRun & { readonly serverMicros: number };

async function runFor({ cost, executable, connections }: OpenRow, runSeconds: number): Promise<Run> {
  return await withScratch(async (folder) => {
    const load = { executable, url: server.url, connections, seconds: runSeconds, folder };
    const before = server.cpuMicros();
    const bounds = { seconds: runSeconds + 60, ...(cores === undefined ? {} : { core: cores.client }) };
    const output = await runChild(cost.command(load), bounds);
    const serverMicros = server.cpuMicros() - before;
    try {
      return { requests: cost.read(output, load), cpuMicros: output.cpuMicros, serverMicros };
    } catch (cause) {
      throw new Error(`${cost.name} cannot be read: ${output.stderr.slice(-800)}`, { cause });
    }
  });
}

async function startServer(name: string): Promise<Server> {
  if (name === 'nginx') return { name: 'nginx, which answers at once', ...(await startNginx()) };
  if (name !== 'c') giveUp(`--server must be c or nginx, got ${name}`, 'see --help');
  compileDelayTarget();
  const target = await startDelayTarget({ hitMicros: 0, missMicros: 0 });
  return { ...target, name: 'a target in C that answers at once' };
}

function resultOf(rows: readonly OpenRow[], rounds: number): CostResult {
  return {
    ...describeCircumstances(chosen.versions, chosen.missing),
    server: server.name,
    seconds,
    rounds,
    rows: rows.map(({ subject, method, does, connections, rounds: measured }) => ({
      subject,
      method,
      does,
      connections,
      rounds: measured,
    })),
  };
}
