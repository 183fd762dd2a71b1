import { evidence, type ProbeFinding } from './probe-finding.ts';

/** What a health endpoint said. */
export type HealthSeen =
  | { readonly kind: 'no-reply'; readonly why: string }
  | { readonly kind: 'no-json'; readonly status: number }
  | {
      readonly kind: 'json';
      readonly status: number;
      /** The conditions of the scenario on the body: what was found, what is wanted, and whether it holds. */
      readonly rules: readonly {
        readonly path: string;
        readonly found: string;
        readonly wanted: string;
        readonly holds: boolean;
      }[];
      readonly version: unknown;
    };

/** Whether a service says that it is healthy, in status and body, and that it is of the wanted version. A status of 200 alone proves nothing. */
export function judgeHealth(seen: HealthSeen, path: string, version: string | undefined): ProbeFinding {
  const name = 'health';
  const fail = (reason: string, shown: ProbeFinding['evidence'] = []): ProbeFinding => ({
    name,
    status: 'fail',
    reason,
    evidence: shown,
  });
  if (seen.kind === 'no-reply') return fail(`GET ${path} ${seen.why}`);
  const status = evidence(`GET ${path}`, `HTTP ${seen.status}`);
  if (!isGood(seen.status)) return fail(`GET ${path} answered HTTP ${seen.status}`, [status]);
  if (seen.kind === 'no-json') return fail(`GET ${path} answered no JSON`, [status]);
  const said = typeof seen.version === 'string' ? seen.version : undefined;
  const shown = [
    status,
    ...seen.rules.map(({ path: place, found }) => evidence(place, found)),
    ...(said === undefined ? [] : [evidence('version', said)]),
  ];
  const broken = seen.rules.find(({ holds }) => !holds);
  if (broken !== undefined) return fail(`it says ${broken.path} = ${broken.found}, expected ${broken.wanted}`, shown);
  if (version !== undefined && said === undefined)
    return { name, status: 'no-data', reason: `it does not say its version, expected ${version}`, evidence: shown };
  if (version !== undefined && said !== version) return fail(`it is version ${said}, expected ${version}`, shown);
  if (seen.rules.length === 0 && version === undefined)
    return { name, status: 'no-data', reason: 'nothing in the scenario says what healthy is', evidence: shown };
  return {
    name,
    status: 'pass',
    reason: `it is healthy${said === undefined ? '' : `, version ${said}`}`,
    evidence: shown,
  };
}

/** Whether a service says that it lives: any status of 200 to 299. */
export function judgeLive(seen: { readonly status: number } | { readonly why: string }, path: string): ProbeFinding {
  const name = 'health: live';
  if ('why' in seen) return { name, status: 'fail', reason: `GET ${path} ${seen.why}`, evidence: [] };
  return {
    name,
    status: isGood(seen.status) ? 'pass' : 'fail',
    reason: `GET ${path} answered HTTP ${seen.status}`,
    evidence: [evidence(`GET ${path}`, `HTTP ${seen.status}`)],
  };
}

function isGood(status: number): boolean {
  return status >= 200 && status <= 299;
}
