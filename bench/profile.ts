import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { cores, runChild } from './harness/children.ts';
import { compileDelayTarget, startDelayTarget } from './harness/delay-target.ts';
import { readFlags } from './harness/flags.ts';
import { hitgateProgram, readHitgateReport, writeHitgateScenario } from './harness/hitgate-run.ts';
import { say } from './harness/say.ts';
import { withScratch } from './harness/scratch.ts';
import { profileTable, selfTimes, type CpuProfile } from './tables/profile-table.ts';

/**
 * Where the time of a request goes: `hitgate run` under V8's sampling profiler, flat out or at a rate, against the target in C, which
 * answers at once.
 */
const flags = readFlags('Where the CPU time of a request goes in hitgate.', {
  seconds: { default: '10', help: 'length of the run' },
  connections: { default: '100', help: 'users' },
  rate: { default: '', help: 'requests a second, open; flat out, closed, by default' },
  checks: { default: 'no', help: 'yes: check every answer three times' },
  method: { default: 'POST', help: 'GET or POST' },
  interval: { default: '200', help: 'microseconds between samples' },
  most: { default: '25', help: 'functions that are listed' },
  hitgate: { default: '', help: 'further flags of `hitgate run`, as in "--workers 1"' },
});

const seconds = flags.count('seconds');
compileDelayTarget();
const target = await startDelayTarget({ hitMicros: 0, missMicros: 0 });
try {
  await withScratch(profile);
} finally {
  target.stop();
}

async function profile(folder: string): Promise<void> {
  const scenario = writeHitgateScenario(folder, {
    url: target.url,
    corpusSize: 10_000,
    method: flags.text('method') === 'GET' ? 'GET' : 'POST',
    checks: flags.text('checks') === 'yes',
    prefill: false,
    load: load(),
  });
  const profiling = ['--cpu-prof', '--cpu-prof-interval', flags.text('interval'), '--cpu-prof-dir', folder];
  const running = ['run', scenario, '--quiet', '--out', path.join(folder, 'out')];
  const further = flags
    .text('hitgate')
    .split(' ')
    .filter((flag) => flag !== '');
  const bounds = { seconds: seconds + 60, ...(cores === undefined ? {} : { core: cores.client }) };
  await runChild({ file: process.execPath, args: [...profiling, hitgateProgram, ...running, ...further] }, bounds);
  const [run] = readHitgateReport(path.join(folder, 'out')).runs;
  if (run === undefined) throw new Error('Expected a run of hitgate, got none');
  const { requests, durationMicros } = run.measure;
  const cpuMicros = (run.generator?.cpuCores ?? 0) * durationMicros;
  say(`${requests} requests, ${((requests / durationMicros) * 1e6).toFixed(0)} a second, under the profiler`);
  say(`CPU of the process: ${(cpuMicros / requests).toFixed(2)} µs a request${kernelShare(run.generator?.process)}`);
  say(`\n${profileTable(selfTimes(readProfiles(folder)), { requests, cpuMicros }, flags.count('most'))}`);
}

function kernelShare(used: { readonly userCores: number; readonly systemCores: number } | undefined): string {
  if (used === undefined) return '';
  const share = used.systemCores / (used.userCores + used.systemCores);
  return `, ${(share * 100).toFixed(0)} % of it in the kernel`;
}

function load(): object {
  const duration = `${seconds}s`;
  const users = flags.count('connections');
  if (flags.text('rate') === '') return { executor: 'constant-vus', vus: users, duration };
  return { executor: 'constant-arrival-rate', rate: flags.count('rate'), duration, preAllocatedVUs: users };
}

/** One profile for each thread. */
function readProfiles(folder: string): CpuProfile[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.cpuprofile'));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by V8
  return files.map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as CpuProfile);
}
