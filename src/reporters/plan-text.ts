import { leastForMean, type GateNeeds } from '../plan/gate-needs.ts';
import { chanceLines, replicationLines } from './plan-chances.ts';
import type { Prediction } from '../plan/plan.ts';
import type { PlanText } from '../plan/summarise-plan.ts';
import { plannedFaultWords } from './fault-words.ts';
import { formatCount, formatDuration, formatShare } from '../units.ts';
import { shorten, wrap } from './visible-text.ts';

const width = 100;
const labelWidth = 12;

/** Renders a plan on one screen of 100 columns, ending with a line end. */
export function planText(plan: PlanText): string {
  const lines = [
    `Plan of ${plan.scenario} (sends nothing)`,
    ...(plan.description === '' ? [] : [shorten(plan.description, width)]),
    '',
    ...facts(plan),
    '',
    'Predicted hit rate',
    ...predictionLines(plan.predictions),
    ...steadyLine(plan.steadyHitRate),
    '',
    `First ${plan.firstRequests.length} requests${plan.sequence === 'per-user' ? ' of user 0' : ''}`,
    ...plan.firstRequests.map(({ docId, question }, index) => shorten(`  ${index}  ${docId}  ${question}`, width)),
    '',
    'What each gate needs to pass (independent samples; correlated ones need more)',
    ...gateLines(plan.gates, width),
    ...(plan.replication === undefined ? [] : replicationLines(plan.replication, width)),
    ...plan.warnings.flatMap((warning) => ['', ...wrap(`warning: ${warning}`, width, Infinity)]),
  ];
  return `${lines.join('\n')}\n`;
}

function facts(plan: PlanText): string[] {
  const { traffic, corpus } = plan;
  const mix = Object.entries(plan.mix).map(([name, weight]) => `${name} ${weight}`);
  return [
    fact('load', plan.load),
    fact('', `${plan.model} model, ${planned(plan)}${plan.runs > 1 ? `, ${plan.runs} runs` : ''}`),
    fact('warm-up', plan.warmup),
    ...plan.faults.flatMap((fault, index) =>
      wrap(plannedFaultWords(fault), width - labelWidth - 2, 3).map((line, at) =>
        fact(index === 0 && at === 0 ? 'faults' : '', line),
      ),
    ),
    ...(plan.thinkTime === undefined ? [] : [fact('think time', plan.thinkTime)]),
    fact('sequence', `${plan.sequence}, ${plan.generator}, seed ${plan.seed}`),
    fact('digest', plan.digest),
    fact('corpus', `${formatCount(corpus.queries)} queries in ${corpus.file}`),
    fact('', corpus.digest),
    fact('popularity', plan.popularity + (mix.length === 0 ? '' : `; mix ${mix.join(', ')}`)),
    fact(
      '',
      `top 1 % of the queries get ${formatShare(traffic.top1)}, top 10 % get ${formatShare(traffic.top10)}; never-seen ${formatShare(traffic.neverSeen)}`,
    ),
  ];
}

function fact(label: string, text: string): string {
  return `  ${label.padEnd(labelWidth)}${text}`;
}

function planned({ plannedRequests, plannedMicros, length: foreseen }: PlanText): string {
  const length = formatDuration(plannedMicros);
  const { requests, ratePerSecond, rateFrom } = foreseen;
  if (plannedRequests !== undefined) return `${formatCount(plannedRequests)} requests planned, within ${length}`;
  if (foreseen.from === 'arrival rate') return `about ${formatCount(requests ?? 0)} requests, in ${length}`;
  if (requests === undefined || ratePerSecond === undefined)
    return `as many requests as the target answers in ${length}`;
  const source = rateFrom === '--assume-rate' ? 'assumed' : 'as in the stored run';
  return `about ${formatCount(requests)} requests in ${length}, at ${formatCount(ratePerSecond)}/s (${source})`;
}

function predictionLines(predictions: readonly Prediction[]): string[] {
  const [first] = predictions;
  const rows = predictions.map(({ requests, hits, misses, hitRate, attainable }) => [
    formatCount(requests),
    formatCount(hits),
    formatCount(misses),
    formatShare(hitRate),
    formatShare(attainable),
  ]);
  const model =
    first === undefined ? [] : wrap(`model cache: ${first.model}`, width - 2, Infinity).map((line) => `  ${line}`);
  return [...model, ...columns([['requests', 'hits', 'misses', 'hit rate', 'attainable'], ...rows])];
}

function steadyLine(hitRate: number | undefined): string[] {
  return hitRate === undefined ? [] : [`  in the long run ${formatShare(hitRate)} (Che's approximation)`];
}

function columns(rows: readonly (readonly string[])[]): string[] {
  return rows.map((row) => `  ${row.map((cell) => cell.padStart(12)).join('')}`);
}

function gateLines(gates: readonly GateNeeds[], width: number): string[] {
  const names = gates.map(({ selector, source, implicit }) => `${selector}: ${source}${implicit ? ' (implicit)' : ''}`);
  const pad = Math.min(44, Math.max(0, ...names.map((name) => name.length)));
  return gates.flatMap((gate, index) => [
    `  ${(names[index] ?? '').padEnd(pad)}  ${needs(gate)}`,
    ...chanceLines(gate, width),
  ]);
}

function needs({ least, byMean }: GateNeeds): string {
  const [none, ...others] = least?.samples ?? [];
  if (byMean === true) return `an interval of the mean, from ${leastForMean} effective samples on`;
  if (least === undefined || none === undefined) return 'compared as observed';
  if (least.atPrediction !== undefined) {
    const { hitRate, n, measured } = least.atPrediction;
    const at = `at the ${measured ? 'measured' : 'predicted'} ${formatShare(hitRate)}`;
    return n === undefined ? `does not pass ${at}` : `${formatCount(n)} ${least.population} ${at}`;
  }
  const samples = [none, ...others];
  const counts = samples.map(({ n }) => formatCount(n)).join('/');
  const over = samples.map((each) => each.over).join('/');
  const requests = least.requests === undefined ? '' : `, in ${formatCount(least.requests)} requests`;
  return `${counts} ${least.population} with ${over} over${requests}`;
}
