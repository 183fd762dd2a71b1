import { readFileSync } from 'node:fs';
import process from 'node:process';
import { decodeHistogram } from '../src/recorder/histogram.ts';
import { parseDuration } from '../src/units.ts';
import { hitgateClient } from './clients/hitgate.ts';
import { chooseClients } from './harness/choose-clients.ts';
import { cores, endedChildrenCpuMicros, outputOf, runChild, startChild, type Command } from './harness/children.ts';
import { compileDelayTarget, startDelayTarget, type DelayTarget } from './harness/delay-target.ts';
import { readFlags } from './harness/flags.ts';
import { hitgateProgram, readHitgateReport, writeHitgateScenario } from './harness/hitgate-run.ts';
import { describeCircumstances, readResult, writeResult } from './harness/results.ts';
import { giveUp, say } from './harness/say.ts';
import { withScratch } from './harness/scratch.ts';
import { slopeOf } from './harness/spread.ts';
import {
  loadName,
  scaleTable,
  type ScaleLoad,
  type ScaleResult,
  type ScaleRound,
  type ScaleRow,
  type Soak,
} from './tables/scale-table.ts';

/** What hitgate itself needs as users and requests grow: lateness, CPU, memory; and whether memory grows with time. */
const flags = readFlags('What hitgate needs from 10 to 10 000 users and from 100 to 20 000 requests a second.', {
  rounds: { default: '5', help: 'rounds over all loads' },
  seconds: { default: '10', help: 'length of each load' },
  users: { default: '10,100,1000,10000', help: 'users of one request a second each, closed and open' },
  rates: { default: '100,1000,5000,10000,20000', help: 'requests a second, open' },
  connections: { default: '1000', help: 'connections of the loads by rate' },
  hitgate: { default: '', help: 'further flags of `hitgate run`, as in "--workers 2"' },
  soak: { default: '', help: 'length of a soak after the loads, as in 10m; none by default' },
  'soak-rate': { default: '2000', help: 'requests a second of the soak' },
  loads: { default: 'yes', help: 'no: only the soak; the stored loads are kept' },
  out: { default: 'bench/results', help: 'folder for scale.json' },
});

const seconds = flags.count('seconds');
const extraFlags = flags
  .text('hitgate')
  .split(' ')
  .filter((flag) => flag !== '');
/** Files that client and target need beside one for each user. */
const spareFiles = 200;
const soakSampleMillis = 5_000;
/** Mean answer of the target, which the think time makes up to a second. */
const meanAnswerMillis = 10.5;

const soakMicros = flags.text('soak') === '' ? 0 : (parseDuration(flags.text('soak')) ?? 0);
if (flags.text('soak') !== '' && soakMicros < 120e6) giveUp('--soak must be at least 2m', 'write it as in 10m');

const { versions } = chooseClients([hitgateClient([[]])], []);
const openFiles = readOpenFileLimit();
const stored = flags.text('loads') === 'no' ? readStored() : undefined;
const { possible, skipped } = chooseLoads();
const rows: (ScaleRow & { readonly rounds: ScaleRound[] })[] = possible.map((load) => ({
  load,
  flags: extraFlags.join(' '),
  rounds: [],
}));
compileDelayTarget();
const target = await startDelayTarget({ hitMicros: 5_000, missMicros: 60_000 });
try {
  for (let round = 1; round <= flags.count('rounds') && rows.length > 0; round += 1) {
    for (const row of rows) {
      const measured = await measure(row.load);
      row.rounds.push(measured);
      const { p50, p99 } = measured.latenessMillis;
      const memory = (measured.residentBytes / 1_048_576).toFixed(0);
      say(
        `round ${round}: ${loadName(row.load)}: ${measured.perSecond.toFixed(0)}/s, late ${p50.toFixed(3)} / ${p99.toFixed(3)} ms, ` +
          `${measured.cpuCores.toFixed(2)} cores, ${memory} MB, ${measured.lost} lost`,
      );
    }
    writeResult(flags.text('out'), 'scale', resultOf(round));
  }
  const soak = soakMicros === 0 ? undefined : await runSoak(target);
  const result = resultOf(flags.count('rounds'), soak);
  writeResult(flags.text('out'), 'scale', result);
  say(`\n${scaleTable(result)}`);
} finally {
  target.stop();
}

/** What was stored before, which a soak of its own is added to. */
function readStored(): ScaleResult | undefined {
  const text = readResult(flags.text('out'), 'scale');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only this bench writes the file
  return text === undefined ? undefined : (JSON.parse(text) as ScaleResult);
}

function chooseLoads(): { possible: ScaleLoad[]; skipped: string[] } {
  if (flags.text('loads') === 'no') return { possible: [], skipped: [] };
  const [connections = 1] = flags.counts('connections');
  const loads: ScaleLoad[] = [
    ...flags.counts('users').map((users) => ({ kind: 'users, closed' as const, users })),
    ...flags.counts('users').map((users) => ({ kind: 'users, open' as const, users })),
    ...flags.counts('rates').map((rate) => ({ kind: 'rate' as const, rate, connections })),
  ];
  const tooMany = loads.filter((load) => filesOf(load) > openFiles);
  for (const load of tooMany)
    say(
      `left out: ${loadName(load)} needs ${filesOf(load)} open files and ${openFiles} are allowed; raise it with ulimit -n`,
    );
  return {
    possible: loads.filter((load) => filesOf(load) <= openFiles),
    skipped: tooMany.map((load) => `${loadName(load)} (${filesOf(load)} open files needed)`),
  };
}

function filesOf(load: ScaleLoad): number {
  return (load.kind === 'rate' ? load.connections : load.users) + spareFiles;
}

/** Node raises its soft limit to the hard one when it starts, and children inherit it. */
function readOpenFileLimit(): number {
  const limit = /^Max open files\s+(\d+)/mu.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  return Number(limit ?? 1_024);
}

async function measure(load: ScaleLoad): Promise<ScaleRound> {
  return await withScratch(async (folder) => {
    await runChild(hitgateCommand(folder, load, `${seconds}s`), {
      seconds: seconds + 120,
      ...(cores === undefined ? {} : { core: cores.client }),
    });
    return readRound(folder);
  });
}

function hitgateCommand(folder: string, load: ScaleLoad, duration: string): Command {
  const open = (rate: number, users: number): object => ({
    executor: 'constant-arrival-rate',
    rate,
    duration,
    preAllocatedVUs: users,
  });
  const closed = { executor: 'constant-vus', duration };
  const file = writeHitgateScenario(folder, {
    url: target.url,
    corpusSize: 1_000,
    method: 'POST',
    checks: true,
    prefill: true,
    load:
      load.kind === 'rate'
        ? open(load.rate, load.connections)
        : load.kind === 'users, open'
          ? open(load.users, load.users)
          : { ...closed, vus: load.users },
    ...(load.kind === 'users, closed'
      ? { thinkTime: { kind: 'constant', duration: `${1_000 - meanAnswerMillis}ms` } }
      : {}),
  });
  return { file: process.execPath, args: [hitgateProgram, 'run', file, '--quiet', '--out', folder, ...extraFlags] };
}

function readRound(folder: string): ScaleRound {
  const [run] = readHitgateReport(folder).runs;
  if (run?.generator === undefined) throw new Error('Expected one whole run of hitgate, got none');
  const { measure, generator } = run;
  const lateness = decodeHistogram(measure.lateness);
  const millis = (share: number): number => (lateness.valueAtQuantile(share) ?? Number.NaN) / 1_000;
  const failed = Object.values(measure.failures).reduce((sum, count) => sum + count, 0);
  return {
    perSecond: measure.requests / (measure.durationMicros / 1e6),
    latenessMillis: { p50: millis(0.5), p99: millis(0.99) },
    cpuCores: generator.cpuCores,
    residentBytes: generator.residentBytes,
    lost: failed + measure.dropped,
  };
}

/** Runs one long load and reads its resident memory every 5 s from the first minute on. */
async function runSoak({ url }: DelayTarget): Promise<Soak> {
  const rate = flags.count('soak-rate');
  const minutes = soakMicros / 60e6;
  say(`soak: ${minutes} minutes at ${rate} requests/s on ${url}`);
  return await withScratch(async (folder) => {
    const load: ScaleLoad = { kind: 'rate', rate, connections: 200 };
    const child = startChild(hitgateCommand(folder, load, `${soakMicros / 1e6}s`), cores?.client);
    const startedAt = performance.now();
    const samples: (readonly [minute: number, bytes: number])[] = [];
    const timer = setInterval(() => {
      const minute = (performance.now() - startedAt) / 60_000;
      const bytes = residentBytesOf(child.pid);
      if (bytes === undefined || minute < 1 || minute > minutes) return;
      samples.push([minute, bytes]);
      if (samples.length % 12 === 1) say(`  minute ${minute.toFixed(0)}: ${(bytes / 1_048_576).toFixed(1)} MB`);
    }, soakSampleMillis);
    try {
      await outputOf(child, soakMicros / 1e6 + 120, endedChildrenCpuMicros);
    } finally {
      clearInterval(timer);
    }
    return soakOf(samples, minutes, rate);
  });
}

function soakOf(samples: readonly (readonly [number, number])[], minutes: number, rate: number): Soak {
  const [first, last, slope] = [samples[0], samples.at(-1), slopeOf(samples)];
  if (first === undefined || last === undefined || slope === undefined)
    throw new Error(`Expected at least two samples of memory, got ${samples.length}`);
  return {
    minutes,
    rate,
    residentAfterMinute: first[1],
    residentAtEnd: last[1],
    slopeBytesPerMinute: slope,
    samples: samples.length,
  };
}

function residentBytesOf(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024;
  } catch {
    return undefined;
  }
}

function resultOf(rounds: number, soak?: Soak): ScaleResult {
  const kept = soak ?? stored?.soak;
  return {
    ...describeCircumstances(versions, []),
    seconds: stored?.seconds ?? seconds,
    rounds: stored?.rounds ?? rounds,
    openFiles,
    skipped: stored?.skipped ?? skipped,
    rows: stored?.rows ?? rows,
    ...(kept === undefined ? {} : { soak: kept }),
  };
}
