import { activeCheckNames, type Checked } from './active-check-names.ts';
import { didYouMean } from './did-you-mean.ts';
import type { ValidLoad } from './load-schema.ts';
import { marginRates, parseComparedMetric } from './compared-metric.ts';
import type { ProblemReporter } from './problem-reporter.ts';
import type { Gate } from './read-gates.ts';
import type { ValidScenario } from './schema.ts';

type Report = ProblemReporter['report'];

/** Reports gates on checks that are not made, which could never have data. */
export function checkCheckGates(gates: readonly Gate[], checks: Checked, report: Report): void {
  const active = activeCheckNames(checks);
  for (const { threshold, path } of gates) {
    if (threshold.metric !== 'checks') continue;
    const name = threshold.tags['check'];
    if (name === undefined ? active.length > 0 : active.includes(name)) continue;
    const what = name === undefined ? 'no check is' : `the check ${name} is not`;
    report(path, `has nothing to judge, as ${what} made`, `add it to checks, such as checks: { citations: true }`);
  }
}

/** Reports gates on users in flight that the load cannot reach. */
export function checkUserGates(gates: readonly Gate[], load: ValidLoad, report: Report): void {
  const { least, greatest } = usersOf(load);
  for (const { threshold, path } of gates) {
    if (threshold.metric !== 'vus_in_flight') continue;
    const { operator, limit, aggregation, source } = threshold;
    const users = aggregation.kind === 'min' ? least : greatest;
    const unreachable = operator === '>' ? limit >= users : (operator === '>=' || operator === '==') && limit > users;
    if (!unreachable) continue;
    const few = aggregation.kind === 'min' && least < greatest ? 'as few as' : 'at most';
    const hint = `lower the gate to ${users}, or raise the users of the load`;
    report(path, `can never hold: "${source}", but the load has ${few} ${users} users`, hint);
  }
}

/** Reports checks for which `generic` does not say where the answer holds what is checked. */
export function checkCheckPaths(
  { citations, sameAnswerOnHit, consensus }: Checked,
  target: ValidScenario['target'],
  report: Report,
): void {
  if (target.preset !== 'generic') return;
  const needs = [
    { name: 'citations', made: citations, field: 'citationsPath', given: target.citationsPath },
    { name: 'sameAnswerOnHit', made: sameAnswerOnHit, field: 'answerPath', given: target.answerPath },
    { name: 'consensus', made: consensus !== undefined, field: 'consensus', given: target.consensus },
  ];
  for (const { name, made, field, given } of needs) {
    if (!made || given !== undefined) continue;
    report(['checks', name], `needs target.${field}, as the preset generic knows no answer`, `add target.${field}`);
  }
}

/** Reports margins of a baseline that name nothing that is compared. */
export function checkMargins(baseline: NonNullable<ValidScenario['baseline']>, report: Report): void {
  for (const selector of Object.keys(baseline.margins)) {
    if (parseComparedMetric(selector) !== undefined) continue;
    const hint = /[({]/u.test(selector)
      ? 'write p(95){cache:hit}, med{cache:miss} or a rate such as cache_hit_rate'
      : didYouMean(selector, ['p(95){cache:hit}', 'p(95){cache:miss}', ...marginRates]);
    report(['baseline', 'margins', selector], 'names nothing that is compared', hint);
  }
}

/** Reports claims about what cannot be claimed: a reduction of anything but a latency, an availability under another name. */
export function checkClaims({ claims = {} }: NonNullable<ValidScenario['baseline']>, report: Report): void {
  for (const [name, claim] of Object.entries(claims)) {
    const path = ['baseline', 'claims', name];
    const metric = parseComparedMetric(name);
    const isLatency = metric?.kind === 'quantile' || metric?.kind === 'mean';
    if ('lowerBy' in claim ? isLatency : name === 'availability') continue;
    const hint =
      'write "p(95){cache:miss}": { lowerBy: 0.9 } for a latency, or availability: { atLeast: 0.999 } for the share of requests that do not fail';
    report(path, 'lowerBy' in claim ? 'is no latency that could be lower' : 'has no least share', hint);
  }
}

function usersOf(load: ValidLoad): { least: number; greatest: number } {
  switch (load.executor) {
    case 'ramping-vus': {
      const users = [load.startVUs, ...load.stages.map(({ target }) => target)];
      return { least: Math.min(...users), greatest: Math.max(...users) };
    }
    case 'constant-arrival-rate':
    case 'ramping-arrival-rate':
    case 'replay': {
      const users = load.maxVUs ?? load.preAllocatedVUs;
      return { least: users, greatest: users };
    }
    case undefined:
    case 'constant-vus':
    case 'shared-iterations':
    case 'per-vu-iterations':
      return { least: load.vus, greatest: load.vus };
  }
}
