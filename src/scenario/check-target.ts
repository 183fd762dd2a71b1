import { didYouMean } from './did-you-mean.ts';
import { checkTls } from './check-tls.ts';
import { presets } from './presets.ts';
import type { ProblemReporter } from './problem-reporter.ts';
import type { ValidTarget } from './target-schema.ts';
import { placeNames, placesIn } from './template-places.ts';

type Report = ProblemReporter['report'];

/** Headers that the engine writes itself. */
const ownHeaders: ReadonlySet<string> = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);
const secretHeaders = /^(?:authorization|proxy-authorization|cookie|.*(?:api-?key|token|secret).*)$/iu;

/** Reports what the schema of a target cannot say: missing parts of `generic`, headers, places and contradictions. */
export function checkTarget(target: ValidTarget, report: Report): void {
  checkPresetParts(target, report);
  checkHeaders(target, report);
  checkPlaces(target, report);
  checkClasses(target, report);
  checkTls(target, report);
  for (const [index, range] of (target.success?.status ?? []).entries()) {
    if (typeof range === 'number' || range[0] <= range[1]) continue;
    report(
      ['target', 'success', 'status', index],
      `begins after it ends, got [${range.join(', ')}]`,
      'write [from, to]',
    );
  }
}

function checkPresetParts({ preset, request, classify }: ValidTarget, report: Report): void {
  if (preset !== 'generic') return;
  if (request?.path === undefined) {
    const at = request === undefined ? ['target', 'request'] : ['target', 'request', 'path'];
    report(
      at,
      'is missing',
      'add target.request, such as { method: "POST", path: "/ask", body: { q: "{{question}}" } }',
    );
  }
  if (classify === undefined) {
    const hint = 'add target.classify, such as { from: "header", name: "x-cache", hit: ["HIT"], miss: ["MISS"] }';
    report(['target', 'classify'], 'is missing', hint);
  }
}

function checkHeaders({ headers, secretHeaders: secrets, apiKeyEnv }: ValidTarget, report: Report): void {
  for (const [name, value] of Object.entries(headers)) {
    const path = ['target', 'headers', name];
    if (secretHeaders.test(name)) {
      const hint = `move it to target.secretHeaders: { "${name}": { env: "NAME_OF_A_VARIABLE" } }`;
      report(path, 'looks like a secret, and a scenario is written to reports', hint);
    } else if (/[\r\n\0]/u.test(value)) {
      report(path, 'holds a line break', 'write the value on one line');
    }
  }
  const seen = new Map<string, string>();
  for (const [section, name] of [
    ...Object.keys(headers).map((name) => ['headers', name] as const),
    ...Object.keys(secrets).map((name) => ['secretHeaders', name] as const),
  ]) {
    const key = name.toLowerCase();
    const other = seen.get(key);
    if (ownHeaders.has(key)) report(['target', section, name], 'is set by hitgate itself', 'remove it');
    else if (other !== undefined)
      report(['target', section, name], `is given twice, as ${other} too`, 'keep one of them');
    seen.set(key, `target.${section}.${name}`);
  }
  if (apiKeyEnv !== undefined && seen.has('authorization')) {
    report(['target', 'apiKeyEnv'], 'sets the header Authorization, which is given too', 'keep one of them');
  }
}

function checkPlaces({ preset, request, headers }: ValidTarget, report: Report): void {
  const merged = { ...presets[preset].request, ...withoutUndefined(request) };
  const places = [
    ...placesIn(merged.path, ['target', 'request', 'path']),
    ...placesIn(merged.body, ['target', 'request', 'body']),
    ...placesIn(headers, ['target', 'headers']),
  ];
  for (const { name, path } of places) {
    if (placeNames.some((known) => known === name)) continue;
    report(path, `has the unknown place {{${name}}}`, didYouMean(name, placeNames));
  }
  if (merged.path === undefined || places.some(({ name }) => name === 'question' || name === 'id')) return;
  const hint = 'put {{question}} (or {{id}}) into the path, a header or the body';
  report(['target', 'request'], 'has no place for the question, so every request would be the same', hint);
}

function checkClasses({ classify }: ValidTarget, report: Report): void {
  if (classify === undefined) return;
  const misses = new Set<unknown>(classify.miss);
  const both = [...classify.hit].find((value) => misses.has(value));
  if (both === undefined) return;
  report(
    ['target', 'classify', 'miss'],
    `has ${JSON.stringify(both)}, which means a hit too`,
    'keep it in one of the two',
  );
}

function withoutUndefined(request: ValidTarget['request']): object {
  return Object.fromEntries(Object.entries(request ?? {}).filter(([, value]) => value !== undefined));
}
