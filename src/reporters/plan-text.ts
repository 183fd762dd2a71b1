import type { GateNeeds } from '../plan/gate-needs.ts';
import type { Prediction } from '../plan/plan.ts';
import type { PlanText } from '../plan/summarise-plan.ts';
import { formatCount, formatDuration, formatShare } from '../units.ts';

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
    'What each gate needs to pass (one run, independent samples; correlated ones need more)',
    ...gateLines(plan.gates),
    ...plan.warnings.flatMap((warning) => ['', ...wrap(`warning: ${warning}`)]),
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

function planned({ plannedRequests, plannedMicros, load }: PlanText): string {
  const length = formatDuration(plannedMicros);
  if (plannedRequests !== undefined) return `${formatCount(plannedRequests)} requests planned, within ${length}`;
  return load.includes('arrival-rate')
    ? `more requests than are counted beforehand, in ${length}`
    : `as many requests as the target answers in ${length}`;
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
  const model = first === undefined ? [] : wrap(`model cache: ${first.model}`).map((line) => `  ${line}`);
  return [...model, ...columns([['requests', 'hits', 'misses', 'hit rate', 'attainable'], ...rows])];
}

function steadyLine(hitRate: number | undefined): string[] {
  return hitRate === undefined ? [] : [`  in the long run ${formatShare(hitRate)} (Che's approximation)`];
}

function columns(rows: readonly (readonly string[])[]): string[] {
  return rows.map((row) => `  ${row.map((cell) => cell.padStart(12)).join('')}`);
}

function gateLines(gates: readonly GateNeeds[]): string[] {
  const names = gates.map(({ selector, source, implicit }) => `${selector}: ${source}${implicit ? ' (implicit)' : ''}`);
  const pad = Math.min(44, Math.max(0, ...names.map((name) => name.length)));
  return gates.map((gate, index) => `  ${(names[index] ?? '').padEnd(pad)}  ${needs(gate)}`);
}

function needs({ least }: GateNeeds): string {
  const [none, ...others] = least?.samples ?? [];
  if (least === undefined || none === undefined) return 'compared as observed';
  if (least.atPrediction !== undefined) {
    const { hitRate, n } = least.atPrediction;
    const at = `at the predicted ${formatShare(hitRate)}`;
    return n === undefined ? `does not pass ${at}` : `${formatCount(n)} ${least.population} ${at}`;
  }
  const samples = [none, ...others];
  const counts = samples.map(({ n }) => formatCount(n)).join('/');
  const over = samples.map((each) => each.over).join('/');
  const requests = least.requests === undefined ? '' : `, in ${formatCount(least.requests)} requests`;
  return `${counts} ${least.population} with ${over} over${requests}`;
}

function shorten(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line];
}
