import type { Snapshot } from '../recorder/snapshot.ts';
import { mappingOf, type MetricMapping } from '../scenario/metric-mapping.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { formatCount } from '../units.ts';
import type { CounterFinding, RunCounters } from './counter-finding.ts';
import type { CounterScrapes, ScrapedFigures } from './counter-scrape.ts';
import { holdBuckets } from './hold-buckets.ts';
import { holdCounts, notUsable } from './hold-counts.ts';
import { holdLatency } from './hold-latencies.ts';
import { ownCounts } from './own-counts.ts';

/**
 * Holds what the service counted in the measured phase of a run against what hitgate counted: what was scraped, and a finding for each
 * figure. What was not scraped, not there or not usable is a finding of its own, and never an agreement.
 */
export function holdCounters(scenario: Scenario, snapshot: Snapshot, { before, after }: CounterScrapes): RunCounters {
  return { before, after, findings: findingsOf(scenario, snapshot, { before, after }) };
}

function findingsOf(scenario: Scenario, snapshot: Snapshot, { before, after }: CounterScrapes): CounterFinding[] {
  if (before.kind === 'failed') return [nothing(`before the measured phase, ${before.why}`)];
  if (after.kind === 'failed') return [nothing(`after the measured phase, ${after.why}`)];
  const mapping = mappingOf(scenario);
  const looks = { before, after };
  const none = nothingFound(looks, mapping);
  if (none !== undefined) return [none, ...textFinding(looks)];
  if (isRestarted(looks))
    return [nothing('the service was restarted, or another process of it answered: its start time changed')];
  const { classes } = snapshot.measure;
  return [
    ...holdCounts(ownCounts(snapshot, mapping.requestsCountErrors), mapping, looks),
    ...holdLatency('hit', classes.hit, mapping, { before: before.hitLatency, after: after.hitLatency }),
    ...holdLatency('miss', classes.miss, mapping, { before: before.missLatency, after: after.missLatency }),
    ...holdBuckets(scenario, after),
    ...textFinding(looks),
  ];
}

type Looks = { readonly before: ScrapedFigures; readonly after: ScrapedFigures };

function nothing(why: string): CounterFinding {
  return { subject: 'scrape', status: 'not-usable', seen: notUsable(why) };
}

/** One finding in place of six, when the text after the phase has nothing of what is mapped. */
function nothingFound({ before, after }: Looks, mapping: MetricMapping): CounterFinding | undefined {
  const { path = '' } = mapping;
  if (before.series === 0 && after.series === 0) {
    const unread = after.unusable.lines === 0 ? 'is empty' : 'has no line that can be used';
    return nothing(`${path} ${unread}`);
  }
  const readings = [before, after].flatMap((look) => [
    look.hits,
    look.requests,
    look.errors,
    look.hitLatency,
    look.missLatency,
  ]);
  if (readings.some(({ kind }) => kind !== 'absent')) return undefined;
  const names = [mapping.hits, mapping.requests, mapping.errors, mapping.hitLatencyBuckets, mapping.missLatencyBuckets];
  const finding = nothing(
    `${path} has ${formatCount(after.series)} series, and none of ${names.map(({ name }) => name).join(', ')}`,
  );
  return { ...finding, remedy: 'say in metrics how the service names them' };
}

function isRestarted({ before, after }: Looks): boolean {
  return (
    before.startedSeconds !== after.startedSeconds &&
    before.startedSeconds !== undefined &&
    after.startedSeconds !== undefined
  );
}

/** The lines that could not be used, by the later text. */
function textFinding({ before, after }: Looks): CounterFinding[] {
  const { unusable } = after.unusable.lines > 0 ? after : before;
  const [first] = unusable.first;
  if (first === undefined) return [];
  const { lines } = unusable;
  const count = lines === 1 ? '1 line' : `${formatCount(lines)} lines`;
  const named = unusable.first.map(({ line, reason }) => `line ${line}: ${reason}`).join('; ');
  const more = lines > unusable.first.length ? `; and ${formatCount(lines - unusable.first.length)} more` : '';
  return [
    {
      subject: 'text',
      status: 'not-usable',
      seen: `${count} of the exposition could not be used (${named}${more})`,
      cause: 'it is no valid exposition, and Prometheus refuses all of it',
    },
  ];
}
