import { microsPerSecond, parseDuration } from '../../units.ts';
import type { Problem } from '../../errors.ts';
import { nameHint } from '../name-hint.ts';
import { parseShare } from '../parse-share.ts';
import type { Fault, FaultEffect, FaultKind, McpFlaw, PlainKind, ShareKind, Window } from './fault.ts';

const mcpFlaws: readonly McpFlaw[] = ['rpc-error', 'is-error', 'lost-sessions', 'endless-list'];

/** How one fault is written, what it does in one sentence, and how its figure is read (undefined: it cannot be). */
export type FaultSyntax = {
  readonly syntax: string;
  readonly meaning: string;
  readonly parse: (figure: string | undefined) => FaultEffect | undefined;
};

/**
 * Every fault. The grammar:
 *
 *     fault    = name [":" figure]
 *     figure   = duration | share | percent | count | window | share "@" window | duration "/s" | flaw
 *     window   = duration "/" duration      ; lasts / every
 *     duration = as in '200ms', '5s'
 *     share    = as in '5%', '0.05'
 *     percent  = as in '15%', '150%'
 *     flaw     = 'rpc-error' | 'is-error' | 'lost-sessions' | 'endless-list'
 */
export const faultSyntax: Readonly<Record<FaultKind, FaultSyntax>> = {
  frozen: {
    syntax: 'frozen[:3s]',
    meaning: 'after this time (3 s unless given) no query is answered any more',
    parse: (figure) => after('frozen', figure ?? '3s'),
  },
  freeze: {
    syntax: 'freeze:200ms/5s',
    meaning: 'every 5 s all replies are held for 200 ms',
    parse: (figure) => {
      const window = parseWindow(figure);
      return window === undefined ? undefined : { kind: 'freeze', window };
    },
  },
  'slow-hits': slower('slow-hits', 'hits'),
  'slow-misses': slower('slow-misses', 'misses'),
  'error-burst': {
    syntax: 'error-burst:20%[@2s/10s]',
    meaning: 'this share of queries fails: always, or for 2 s in every 10 s',
    parse: parseErrorBurst,
  },
  drift: {
    syntax: 'drift:1ms/s',
    meaning: 'every delay grows by 1 ms in each second',
    parse: (figure) => {
      const micros = figure?.endsWith('/s') === true ? positiveDuration(figure.slice(0, -2)) : undefined;
      return micros === undefined ? undefined : { kind: 'drift', microsPerSecond: micros };
    },
  },
  'pool-exhaustion': {
    syntax: 'pool-exhaustion[:4]',
    meaning: 'the pool has only so many connections (4 unless given)',
    parse: (figure = '4') =>
      /^[1-9]\d{0,5}$/u.test(figure) ? { kind: 'pool-exhaustion', poolSize: Number(figure) } : undefined,
  },
  'hit-rate-collapse': {
    syntax: 'hit-rate-collapse[:2s]',
    meaning: 'after this time (2 s unless given) every lookup misses',
    parse: (figure) => after('hit-rate-collapse', figure ?? '2s'),
  },
  'lost-connections': sharing(
    'lost-connections',
    'the connection of this share of queries is closed instead of a reply',
  ),
  truncate: sharing('truncate', 'the reply to this share of queries ends in the middle of its body'),
  malformed: sharing('malformed', 'this share of queries is answered with bytes that are no HTTP'),
  'wrong-answers': sharing('wrong-answers', 'this share of hits answers another text than the miss did'),
  'no-citations': sharing('no-citations', 'this share of answers has no citations'),
  'wrong-citations': sharing('wrong-citations', 'this share of hits cites another source than the miss did'),
  'low-consensus': sharing('low-consensus', 'this share of answers has an agreement of 50 %'),
  'fewer-hits': sharing('fewer-hits', 'this share of the lookups that would hit misses instead'),
  'miscounted-hits': sharing('miscounted-hits', 'this share of hits is missing in the counter of hits at GET /metrics'),
  unhealthy: plain('unhealthy', 'GET /health says "unhealthy", still with status 200'),
  'never-hits': plain('never-hits', 'every lookup misses, from the start'),
  'success-false': plain('success-false', 'every query is answered with HTTP 200 and "success": false'),
  'no-class': plain('no-class', 'answers do not say whether they come from the cache'),
  'loose-keys': plain('loose-keys', 'the cache takes questions that differ in case or outer spaces for the same'),
  'cached-failures': plain('cached-failures', 'what fails is cached, so that its repeat is a hit'),
  'fact-down': plain('fact-down', 'no connection to FACT comes about'),
  'slow-fact': {
    syntax: 'slow-fact:20ms',
    meaning: 'every round trip to FACT takes 20 ms longer',
    parse: (figure) => {
      const addMicros = positiveDuration(figure);
      return addMicros === undefined ? undefined : { kind: 'slow-fact', addMicros };
    },
  },
  'failing-fact': sharing('failing-fact', 'this share of the round trips to FACT fails'),
  mcp: {
    syntax: 'mcp:is-error',
    meaning: `MCP answers wrongly: ${mcpFlaws.join(', ')}`,
    parse: (figure) => {
      const flaw = mcpFlaws.find((known) => known === figure);
      return flaw === undefined ? undefined : { kind: 'mcp', flaw };
    },
  },
  'split-brain': plain('split-brain', 'this replica shares no answers with the others, and makes others than they do'),
  'late-fill': {
    syntax: 'late-fill:2s',
    meaning: 'the other replicas find what this one stores 2 s later',
    parse: (figure) => {
      const delayMicros = positiveDuration(figure);
      return delayMicros === undefined ? undefined : { kind: 'late-fill', delayMicros };
    },
  },
  'stale-after-invalidation': plain('stale-after-invalidation', 'this replica keeps what was invalidated'),
  dies: {
    syntax: 'dies:10s',
    meaning: 'the process exits after 10 s',
    parse: (figure) => after('dies', figure),
  },
};

/** Reads one fault ('freeze:200ms/5s'), or says what is wrong with it. */
export function parseFault(text: string): Fault | Problem {
  const [name = '', ...rest] = text.trim().split(':');
  const found = Object.entries(faultSyntax).find(([kind]) => kind === name);
  if (found === undefined) return { message: `"${name}" is no fault`, hint: nameHint(name, Object.keys(faultSyntax)) };
  const [, { syntax, parse }] = found;
  const effect = parse(rest.length === 0 ? undefined : rest.join(':'));
  if (effect !== undefined) return { text: text.trim(), effect };
  return { message: `fault "${text.trim()}" cannot be read`, hint: `write it as ${syntax}` };
}

/** Reads several faults; all problems at once. */
export function parseFaults(texts: readonly string[]): { readonly faults: Fault[]; readonly problems: Problem[] } {
  const faults: Fault[] = [];
  const problems: Problem[] = [];
  for (const text of texts) {
    const parsed = parseFault(text);
    if ('effect' in parsed) faults.push(parsed);
    else problems.push(parsed);
  }
  return { faults, problems };
}

/** What is wrong with faults that show between replicas only, where there is one service alone. */
export function loneFaultProblems(faults: readonly Fault[], replicas: number): Problem[] {
  if (replicas > 1) return [];
  return faults
    .filter(({ effect: { kind } }) => kind === 'split-brain' || kind === 'late-fill')
    .map(({ text }) => ({
      message: `fault "${text}" shows between replicas only, and there is one service`,
      hint: 'start the reference target with --replicas 2 or more',
    }));
}

function after(kind: 'frozen' | 'hit-rate-collapse' | 'dies', figure: string | undefined): FaultEffect | undefined {
  const afterMicros = readDuration(figure);
  return afterMicros === undefined ? undefined : { kind, afterMicros };
}

function slower(kind: 'slow-hits' | 'slow-misses', what: string): FaultSyntax {
  return {
    syntax: `${kind}:40ms`,
    meaning: `${what} take 40 ms longer; with ${kind}:15%, longer by 15 % of their delay`,
    parse: (figure) => {
      const addShare = parsePercent(figure);
      if (addShare !== undefined) return { kind, addShare };
      const addMicros = positiveDuration(figure);
      return addMicros === undefined ? undefined : { kind, addMicros };
    },
  };
}

function sharing(kind: ShareKind, meaning: string): FaultSyntax {
  return {
    syntax: `${kind}:5%`,
    meaning,
    parse: (figure) => {
      const share = parseShare(figure ?? '');
      return share === undefined ? undefined : { kind, share };
    },
  };
}

function plain(kind: PlainKind, meaning: string): FaultSyntax {
  return { syntax: kind, meaning, parse: (figure) => (figure === undefined ? { kind } : undefined) };
}

function parseErrorBurst(figure = ''): FaultEffect | undefined {
  const [shareText = '', ...windowText] = figure.split('@');
  const share = parseShare(shareText);
  if (share === undefined) return undefined;
  if (windowText.length === 0) return { kind: 'error-burst', share };
  const window = parseWindow(windowText.join('@'));
  return window === undefined ? undefined : { kind: 'error-burst', share, window };
}

function parseWindow(figure = ''): Window | undefined {
  const [lasts, every, ...more] = figure.split('/').map(positiveDuration);
  if (lasts === undefined || every === undefined || more.length > 0 || lasts >= every) return undefined;
  return { lastsMicros: lasts, everyMicros: every };
}

/** A positive percentage up to 1000 % as a share of 1; undefined for anything else, a bare number included. */
function parsePercent(text = ''): number | undefined {
  const [, figure] = /^(\d+(?:\.\d+)?)%$/u.exec(text.trim()) ?? [];
  const share = Number(figure) / 100;
  return share > 0 && share <= 10 ? share : undefined;
}

function positiveDuration(text: string | undefined): number | undefined {
  const micros = readDuration(text);
  return micros === undefined || micros === 0 ? undefined : micros;
}

/** A duration with its unit, up to 24 days (the longest that a timer can wait). */
function readDuration(text = ''): number | undefined {
  const micros = /[a-zµ]$/u.test(text.trim()) ? parseDuration(text) : undefined;
  return micros === undefined || micros > 24 * 86_400 * microsPerSecond ? undefined : micros;
}
