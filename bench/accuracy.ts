import type { AccuracySubject, RateLoad } from './clients/client.ts';
import { hitgateKnows } from './clients/hitgate.ts';
import { allClients } from './clients/index.ts';
import { chooseClients } from './harness/choose-clients.ts';
import { cores, runChild, type Output } from './harness/children.ts';
import { compileDelayTarget, startDelayTarget, type DelayTarget } from './harness/delay-target.ts';
import { readFlags } from './harness/flags.ts';
import { describeCircumstances, writeResult } from './harness/results.ts';
import { giveUp, say } from './harness/say.ts';
import { withScratch } from './harness/scratch.ts';
import { spreadText } from './harness/spread.ts';
import {
  accuracyTable,
  errorOf,
  type AccuracyCase,
  type AccuracyResult,
  type AccuracyRound,
  type AccuracyRow,
} from './tables/accuracy-table.ts';

/**
 * How near each client comes to the truth: a target with known delays records what it did, and each client, at the same even rate, says
 * what it saw. What a client does not measure at first, the target does not count either. Rounds go over all loads and clients in turn.
 */
const flags = readFlags('How far what each client says is from what the target did.', {
  rounds: { default: '5', help: 'rounds over all loads and clients' },
  seconds: { default: '20', help: 'seconds that are measured; whole freezes are multiples of 5' },
  connections: { default: '100,1000', help: 'numbers of connections' },
  rates: { default: '1000,5000', help: 'requests per second' },
  frozen: {
    default: 'no,yes',
    help: 'no: the target never freezes; yes: 200 ms every 5 s; with 1000 connections and more',
  },
  only: { default: '', help: 'clients, as in hitgate,wrk2' },
  pace: { default: '', help: 'values of `hitgate run --pace` that are compared, as in precise,economical' },
  workers: { default: '', help: 'values of `hitgate run --workers` that are compared, as in 1,2' },
  out: { default: 'bench/results', help: 'folder for accuracy.json' },
});

const service = { hitMillis: 5, missMillis: 60, missShare: 0.1, everyMillis: 5_000, freezeMillis: 200 };
/** Fewer connections than this are all used up by a freeze, and a client that never queues can send no more. */
const leastFrozenConnections = 1_000;
const seconds = flags.count('seconds');

type OpenRow = AccuracyRow & {
  readonly rounds: AccuracyRound[];
  readonly executable: string;
  readonly use: AccuracySubject;
};

const chosen = chooseClients(allClients(hitgateFlagSets()), flags.list('only'));
const rows = casesOf().flatMap(rowsOf);
compileDelayTarget();
for (let round = 1; round <= flags.count('rounds'); round += 1) {
  for (const row of rows) {
    row.rounds.push(await measure(row));
    const last = { ...row, rounds: row.rounds.slice(-1) };
    const errors = (['p50', 'p95', 'p99', 'p99.9'] as const)
      .map((name) => spreadText(errorOf(last, name), 2))
      .join(' / ');
    const load = `${row.connections} connections, ${row.rate}/s${row.frozen ? ', frozen' : ''}`;
    say(`round ${round}: ${load}: ${row.subject}: error ${errors} ms`);
  }
  writeResult(flags.text('out'), 'accuracy', resultOf(round));
}
say(`\n${accuracyTable(resultOf(flags.count('rounds')))}`);

/** Every pace with every number of workers; hitgate's own choice when none is named. */
function hitgateFlagSets(): string[][] {
  let sets: string[][] = [[]];
  for (const name of ['pace', 'workers'] as const) {
    const values = flags.list(name);
    if (values.length === 0) continue;
    if (!hitgateKnows(`--${name}`)) giveUp(`hitgate run has no --${name}`, `leave --${name} out`);
    sets = sets.flatMap((set) => values.map((value) => set.concat(`--${name}`, value)));
  }
  return sets;
}

function casesOf(): AccuracyCase[] {
  return flags.list('frozen').flatMap((freeze) =>
    flags.counts('connections').flatMap((connections) =>
      flags
        .counts('rates')
        .map((rate) => ({ connections, rate, frozen: freeze === 'yes' }))
        .filter(({ frozen }) => !frozen || connections >= leastFrozenConnections),
    ),
  );
}

function rowsOf(one: AccuracyCase): OpenRow[] {
  return chosen.clients.flatMap(({ accuracy, executable }) =>
    accuracy.map((use) => ({ ...one, subject: use.name, note: use.note, rounds: [], executable, use })),
  );
}

async function measure(row: OpenRow): Promise<AccuracyRound> {
  const { hitMillis, missMillis, everyMillis, freezeMillis } = service;
  const target = await startDelayTarget({
    hitMicros: hitMillis * 1_000,
    missMicros: missMillis * 1_000,
    ...(row.frozen ? { freeze: { everyMillis, millis: freezeMillis } } : {}),
  });
  try {
    return await withScratch(async (folder) => await measureIn(folder, row, target));
  } finally {
    target.stop();
  }
}

async function measureIn(folder: string, row: OpenRow, target: DelayTarget): Promise<AccuracyRound> {
  const { executable, use, connections, rate } = row;
  const load = { executable, url: target.url, connections, rate, seconds, folder };
  const startedAt = performance.now();
  const output = await runWhileReset(use, load, target);
  const wallMicros = (performance.now() - startedAt) * 1_000;
  const { count, millis } = await target.truth();
  const { requests, lost, millis: told } = readOutput(use, output, load);
  return { requests, lost, told, truth: millis, truthCount: count, clientCores: output.cpuMicros / wallMicros };
}

/** Runs the client; the target forgets what the client does not measure, by number or when its time has come. */
async function runWhileReset(use: AccuracySubject, load: RateLoad, target: DelayTarget): Promise<Output> {
  const excluded = use.excluded(load);
  await target.reset('requests' in excluded ? excluded.requests : 0);
  let forgetting: Promise<void> | undefined;
  const excludedSeconds = 'seconds' in excluded ? excluded.seconds : 0;
  const timer = setTimeout(() => (forgetting = target.reset()), excludedSeconds * 1_000);
  if (excludedSeconds === 0) clearTimeout(timer);
  const bounds = { seconds: excludedSeconds + seconds + 60, ...(cores === undefined ? {} : { core: cores.client }) };
  try {
    return await runChild(use.command(load), bounds);
  } finally {
    clearTimeout(timer);
    await forgetting;
  }
}

function readOutput(use: AccuracySubject, output: Output, load: RateLoad): ReturnType<AccuracySubject['read']> {
  try {
    return use.read(output, load);
  } catch (cause) {
    throw new Error(`${use.name} cannot be read: ${output.stderr.slice(-800)}`, { cause });
  }
}

function resultOf(rounds: number): AccuracyResult {
  return {
    ...describeCircumstances(chosen.versions, chosen.missing),
    seconds,
    rounds,
    ...service,
    rows: rows.map(({ subject, note, connections, rate, frozen, rounds: measured }) => ({
      subject,
      note,
      connections,
      rate,
      frozen,
      rounds: measured,
    })),
  };
}
