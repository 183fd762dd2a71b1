import type { MetricMapping } from '../scenario/metric-mapping.ts';
import { formatCount, formatShare } from '../units.ts';
import { counterChange, type CounterChange } from './counter-change.ts';
import type { CounterFinding } from './counter-finding.ts';
import type { ScrapedFigures } from './counter-scrape.ts';
import type { OwnCount, OwnCounts } from './own-counts.ts';

type Counter = 'requests' | 'hits' | 'errors';
type Changes = Readonly<Record<Counter, CounterChange>>;
type Looks = { readonly before: ScrapedFigures; readonly after: ScrapedFigures };

/** Rates that differ by no more are said to agree; what is added is the rounding of two divisions. */
const closeRate = 0.001 + 1e-12;

/** What the service's counters of requests, hits and errors grew by, beside our counts of the same phase, and the hit rate by either. */
export function holdCounts(own: OwnCounts, mapping: MetricMapping, { before, after }: Looks): CounterFinding[] {
  const changes: Changes = {
    requests: counterChange(mapping.requests.name, before.requests, after.requests),
    hits: counterChange(mapping.hits.name, before.hits, after.hits),
    errors: counterChange(mapping.errors.name, before.errors, after.errors),
  };
  return [
    ...(['requests', 'hits', 'errors'] as const).map((counter) => holdCounter(counter, own, changes)),
    holdRate(own, mapping, changes),
  ];
}

function holdCounter(counter: Counter, own: OwnCounts, changes: Changes): CounterFinding {
  const change = changes[counter];
  const count = own[counter];
  const { ours, least, most } = count;
  if (change.kind === 'unusable') return { subject: counter, status: 'not-usable', ours, seen: notUsable(change.why) };
  const { by, name } = change;
  const sides = { subject: counter, ours, server: by };
  if (by === 0 && least > 0) {
    const seen = notUsable(`${name} did not move while we counted ${formatCount(ours)}`);
    return { ...sides, status: 'not-usable', seen, cause: `the service does not count ${counter} here` };
  }
  if (by >= least && by <= most) return { ...sides, status: 'agrees', apart: 0, seen: sameWords(counter, by, count) };
  const excess = by > most ? by - most : by - least;
  const how = excess > 0 ? 'more' : 'fewer';
  const verb = counter === 'requests' ? 'we sent' : 'we counted';
  return {
    ...sides,
    status: 'differs',
    apart: own.sent === 0 ? 1 : Math.abs(excess) / own.sent,
    seen: `the service counted ${countWords(Math.abs(excess))} ${counter} ${how} than ${verb} (${countWords(by)} against ${rangeWords(count)})`,
    cause: causeOf(counter, excess, own, changes),
  };
}

function sameWords(counter: Counter, by: number, { ours, least, most }: OwnCount): string {
  if (least === most) return `the service counted ${countWords(by)} ${counter}, as we did`;
  return `the service counted ${countWords(by)} ${counter} where we counted ${formatCount(ours)}, of which ${formatCount(most - least)} broke off or were not told`;
}

function causeOf(counter: Counter, excess: number, { requests }: OwnCounts, changes: Changes): string {
  const isBusier = changes.requests.kind === 'change' && changes.requests.by > requests.most;
  if (excess < 0)
    return {
      requests:
        'it does not count every request: failed ones, those that another instance answered, or those that a cache in front of it answered',
      hits: 'it does not count every hit, or counts some by another name',
      errors:
        'it does not count every failure, such as a reply with HTTP 200 that says it failed, or a query that fails validation',
    }[counter];
  if (counter === 'requests' || isBusier)
    return 'other traffic reached it in the same time, or it counts a request more than once';
  return counter === 'hits'
    ? 'it counts as hits what its answers call misses, or a hit more than once'
    : 'it counts failures that its replies do not show, such as retries within';
}

function holdRate(own: OwnCounts, mapping: MetricMapping, { requests, hits, errors }: Changes): CounterFinding {
  const subject = 'hit rate';
  const ours = own.successes === 0 ? undefined : own.hits.ours / own.successes;
  const side = ours === undefined ? ({ subject } as const) : ({ subject, ours } as const);
  // A service that names its failures by their kind has no such series until there is one.
  const failed = errors.kind === 'change' ? errors.by : own.errors.most === 0 ? 0 : undefined;
  if (requests.kind === 'unusable' || hits.kind === 'unusable')
    return { ...side, status: 'not-usable', seen: notUsable('the hit rate needs the counters of requests and hits') };
  if (mapping.requestsCountErrors && failed === undefined)
    return { ...side, status: 'not-usable', seen: notUsable('the hit rate needs the counter of errors') };
  const answered = requests.by - (mapping.requestsCountErrors ? (failed ?? 0) : 0);
  if (answered <= 0) return { ...side, status: 'not-usable', seen: notUsable('by its counters it answered nothing') };
  const server = hits.by / answered;
  if (ours === undefined)
    return { ...side, status: 'not-usable', server, seen: 'nothing succeeded, so that we have no hit rate' };
  const apart = Math.abs(server - ours);
  const words = `the service’s hit rate is ${formatShare(server)}, ours ${formatShare(ours)}`;
  const close = closeRate + (own.sent === 0 ? 0 : own.open / own.sent);
  if (apart <= close) return { subject, status: 'agrees', ours, server, apart: 0, seen: words };
  const cause = 'its counters do not count what its answers say, or other traffic has another hit rate';
  return { subject, status: 'differs', ours, server, apart, seen: words, cause };
}

/** The clause with which all findings begin that compared nothing. */
export function notUsable(why: string): string {
  return `server-side counters were not usable: ${why}`;
}

function rangeWords({ ours, least, most }: OwnCount): string {
  return least === most ? formatCount(ours) : `${formatCount(least)} to ${formatCount(most)}`;
}

/** Counters are floating-point numbers, and some services do add parts. */
function countWords(count: number): string {
  return Number.isInteger(count) ? formatCount(count) : count.toFixed(3);
}
