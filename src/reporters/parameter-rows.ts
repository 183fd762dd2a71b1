import { describeLoad, describePopularity, describeThinkTime, describeWarmup } from '../plan/describe-workload.ts';
import type { RunReport } from '../report/run-report.ts';
import type { Checks, Scenario } from '../scenario/scenario.ts';
import { formatCount, formatDuration } from '../units.ts';
import { foreignEngine } from './report-words.ts';

/**
 * What was run, with what, on what, as names and values. Headers appear by name only, and a secret by the name of its
 * environment variable.
 */
export function parameterRows(report: RunReport): (readonly [string, string])[] {
  const { scenario, plan, machine } = report;
  const { workload } = scenario;
  const mix = Object.entries(workload.mix).map(([name, weight]) => `${name} ${weight}`);
  const engine = foreignEngine(report);
  const thinkTime = describeThinkTime(workload.thinkTime);
  return [
    ['scenario', scenario.file],
    ['load', describeLoad(scenario.load)],
    ['warm-up', describeWarmup(scenario.warmup, plan.corpus.queries)],
    ...(thinkTime === undefined ? [] : [['think time', thinkTime] as const]),
    ['popularity', describePopularity(workload.popularity) + (mix.length === 0 ? '' : `; mix ${mix.join(', ')}`)],
    ['model cache', modelCache(report)],
    ['sequence', `${workload.sequence}, ${plan.generator}, seed ${plan.seed}`],
    ['digest', plan.digest],
    ['corpus', `${formatCount(plan.corpus.queries)} queries in ${plan.corpus.file}`],
    ['corpus digest', plan.corpus.digest],
    ['request', requestWords(scenario)],
    ['time-out', formatDuration(scenario.target.timeoutMicros)],
    ['checks', checkWords(scenario.checks)],
    ['CPU', `${machine.cpuModel}, ${machine.cores} cores`],
    ['memory', `${formatCount(machine.memoryBytes / 1_000_000)} MB`],
    ['system', `${machine.kernel}, Node ${machine.nodeVersion}`],
    ['hitgate', report.hitgateVersion],
    ...(engine === undefined ? [] : [['engine', engine] as const]),
    ['started', report.startedAt],
    ['ended', report.endedAt],
    ['report', report.id],
  ];
}

function modelCache({ plan }: RunReport): string {
  return plan.predictions[0]?.model ?? 'none';
}

function requestWords({ target: { preset, request } }: Scenario): string {
  const names = Object.keys(request.headers);
  const secrets = Object.entries(request.secretHeaders).map(([name, { env }]) => `${name} from $${env}`);
  const headers = [...names, ...secrets];
  const listed = headers.length === 0 ? '' : `, headers ${headers.join(', ')}`;
  return `${request.method} ${request.path} (preset ${preset})${listed}`;
}

function checkWords({ citations, consensus, sameAnswerOnHit }: Checks): string {
  const active = [
    ...(citations ? ['citations'] : []),
    ...(consensus === undefined ? [] : [`consensus of at least ${consensus.atLeast}`]),
    ...(sameAnswerOnHit ? ['same answer on a hit'] : []),
  ];
  return active.length === 0 ? 'none' : active.join(', ');
}
