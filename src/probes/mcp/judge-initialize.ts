import type { McpProbe } from '../../scenario/probes/mcp-probe.ts';
import type { Evidence } from '../probe-result.ts';
import { evidenceOf, isJsonObject, withoutResult, type Judged, type McpExchange, type McpReply } from './mcp-reply.ts';

type Expected = Pick<McpProbe, 'protocolVersion' | 'serverName'>;

/**
 * Judges the reply to `initialize`: a revision of the protocol that is among those `spoken` here (newest first), a server with a name, its
 * capabilities, and what the scenario expects of them.
 */
export function judgeInitialize(reply: McpReply, expected: Expected, spoken: readonly string[]): Judged {
  const failure = withoutResult(reply, 'initialize');
  if (failure !== undefined || reply.outcome.kind !== 'result') return failure ?? noResult;
  const { result } = reply.outcome;
  const members = isJsonObject(result) ? result : {};
  const server = isJsonObject(members['serverInfo']) ? members['serverInfo'] : {};
  const version = members['protocolVersion'];
  const problems = [
    ...versionProblems(version, expected.protocolVersion, spoken),
    ...nameProblems(server['name'], expected.serverName),
    ...(isJsonObject(members['capabilities']) ? [] : ['its capabilities are missing']),
  ];
  const evidence: Evidence[] = [
    ...evidenceOf(reply.exchange, problems.length > 0),
    ...textEvidence('protocol revision', version),
    ...textEvidence('server', server['name'], server['version']),
  ];
  if (problems.length > 0) return { status: 'fail', reason: `initialize: ${problems.join('; ')}`, evidence };
  return { status: 'pass', reason: `${String(server['name'])} speaks revision ${String(version)}`, evidence };
}

/** Whether the server says in its reply to `initialize` that it has tools. */
export function declaresTools({ outcome }: McpReply): boolean {
  if (outcome.kind !== 'result' || !isJsonObject(outcome.result)) return false;
  const { capabilities } = outcome.result;
  return isJsonObject(capabilities) && isJsonObject(capabilities['tools']);
}

/** Judges the reply to `notifications/initialized`, for which 202 is due; without an exchange nothing was sent. */
export function judgeInitialized(exchange: McpExchange | undefined): Judged {
  const what = 'notifications/initialized';
  if (exchange === undefined)
    return { status: 'no-data', reason: `${what} was not sent, as initialize failed`, evidence: [] };
  const { status } = exchange;
  if (status === undefined) return { status: 'fail', reason: `${what} was not answered`, evidence: [] };
  if (status === 202) return { status: 'pass', reason: `${what} was accepted`, evidence: evidenceOf(exchange) };
  const reason = `${what} was answered with HTTP ${status}, and 202 is due`;
  return { status: 'fail', reason, evidence: evidenceOf(exchange, true) };
}

const noResult: Judged = { status: 'fail', reason: 'initialize has no result', evidence: [] };

function versionProblems(version: unknown, expected: string | undefined, spoken: readonly string[]): string[] {
  if (typeof version !== 'string') return ['its protocolVersion is missing'];
  if (!spoken.includes(version))
    return [`it speaks revision ${version}, and those known here are ${spoken.join(', ')}`];
  return expected === undefined || version === expected
    ? []
    : [`it speaks revision ${version}, and ${expected} is expected`];
}

function nameProblems(name: unknown, expected: string | undefined): string[] {
  if (typeof name !== 'string') return ['the name in its serverInfo is missing'];
  return expected === undefined || name === expected ? [] : [`it is "${name}", and "${expected}" is expected`];
}

function textEvidence(what: string, ...values: readonly unknown[]): Evidence[] {
  const texts = values.filter((value) => typeof value === 'string');
  return texts.length === 0 ? [] : [{ what, seen: texts.join(' ') }];
}
