import type { Problem } from '../../errors.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { isClosedLoad } from './closed-phases.ts';

const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']);
const ownEngine = 'or leave --engine out to use hitgate’s own';

/**
 * What autocannon's client cannot do truly, all of it at once; nothing was sent. `url` is the target's when it is known: the
 * reference target speaks plain HTTP.
 */
export function findUnsupported(scenario: Scenario, url = scenario.target.url): Problem[] {
  const { load, workload, target } = scenario;
  const { method, headers, secretHeaders } = target.request;
  const problems: Problem[] = [];
  const report = (path: readonly string[], message: string, hint: string): void =>
    void problems.push({ path, file: scenario.file, message, hint: `${hint}, ${ownEngine}` });
  if (!isClosedLoad(load))
    report(
      ['phases', 'measure', 'executor'],
      `the autocannon engine cannot drive the executor ${load.executor}`,
      'use constant-vus, shared-iterations or per-vu-iterations',
    );
  if (workload.thinkTime.kind !== 'none')
    report(['workload', 'thinkTime'], 'the autocannon engine cannot pause between requests', 'remove the think time');
  if (url !== undefined && !url.toLowerCase().startsWith('http://'))
    report(
      ['target', 'url'],
      'the autocannon engine speaks plain HTTP only: its client checks no certificate',
      'give an http:// address',
    );
  if (!methods.has(method))
    report(
      ['target', 'request', 'method'],
      `the autocannon engine cannot send ${method}`,
      `use one of ${[...methods].join(', ')}`,
    );
  if (setsConnection({ ...headers, ...secretHeaders }))
    report(
      ['target', 'request', 'headers'],
      'the autocannon engine writes the header Connection itself',
      'remove it from target.request.headers',
    );
  if (scenario.faults !== undefined)
    report(['faults'], 'the autocannon engine gives up a target that a fault takes away', 'remove the faults');
  return problems;
}

function setsConnection(headers: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'connection');
}
