import { bodyRuleHolds, wantedBy } from '../../scenario/body-rule.ts';
import type { McpCall, McpExpectation } from '../../scenario/probes/mcp-probe.ts';
import type { BodyRule } from '../../scenario/scenario.ts';
import { valueAt } from '../../scenario/schema-at.ts';
import type { Evidence } from '../probe-result.ts';
import { evidenceOf, isJsonObject, rpcErrorWords, withoutResult, type Judged, type McpReply } from './mcp-reply.ts';
import type { ListedTool } from './tool-list.ts';

/** What a tool answered: its text, and what is structured in it. */
type Answer = {
  readonly isError: boolean;
  readonly text: string;
  readonly structured: unknown;
  /** Whether that is `structuredContent`. */
  readonly isStructured: boolean;
};

/** How the tool is listed, and what its answer breaks of the schema that is listed for it, where that was looked at. */
export type CalledTool = { readonly tool: ListedTool | undefined; readonly schemaFault?: string | undefined };

/** One thing that was looked at. */
type Finding = { readonly problem?: string; readonly evidence?: Evidence };

/**
 * Judges the reply to a call. A JSON-RPC error and `isError: true` fail unless an error is expected; a result must have the form that
 * the protocol gives it, and a structured answer when the tool's listing promises one (`outputSchema`).
 */
export function judgeCall(call: McpCall, reply: McpReply, called: CalledTool): Judged {
  const { expect } = call;
  const { outcome, exchange } = reply;
  if (outcome.kind === 'rpc-error' && expect.error)
    return conclude(textFindings(expect, outcome.message), 'an error, as expected', [
      ...evidenceOf(exchange),
      { what: 'error', seen: rpcErrorWords(outcome) },
    ]);
  const failure = withoutResult(reply, 'the call');
  if (failure !== undefined || outcome.kind !== 'result') return failure ?? brokenForm('it has no result', reply);
  const answer = readAnswer(outcome.result);
  if (typeof answer === 'string') return brokenForm(answer, reply);
  const seen = [...evidenceOf(exchange), { what: answer.isError ? 'error' : 'text', seen: answer.text }];
  if (answer.isError !== expect.error) {
    const reason = answer.isError ? `the tool says isError: ${answer.text}` : 'it succeeded, and an error is expected';
    return { status: 'fail', reason, evidence: seen };
  }
  if (answer.isError) return conclude(textFindings(expect, answer.text), 'an error, as expected', seen);
  const findings = [
    ...promiseFindings(answer, called),
    ...textFindings(expect, answer.text),
    ...expect.json.map((rule) => jsonFinding(rule, answer.structured)),
    ...(expect.citations === undefined ? [] : [citationsFinding(expect.citations, answer.structured)]),
  ];
  return conclude(findings, expects(expect) ? 'it answered as expected' : 'it answered without an error', seen);
}

/** The structured answer of a call that succeeded; undefined when there is none. */
export function structuredContentOf({ outcome }: McpReply): Readonly<Record<string, unknown>> | undefined {
  if (outcome.kind !== 'result' || !isJsonObject(outcome.result)) return undefined;
  const { structuredContent, isError } = outcome.result;
  return isJsonObject(structuredContent) && isError !== true ? structuredContent : undefined;
}

function conclude(findings: readonly Finding[], good: string, seen: readonly Evidence[]): Judged {
  const problems = findings.flatMap(({ problem }) => problem ?? []);
  const evidence = [...seen, ...findings.flatMap((finding) => finding.evidence ?? [])];
  if (problems.length === 0) return { status: 'pass', reason: good, evidence };
  return { status: 'fail', reason: problems.join('; '), evidence };
}

function brokenForm(fault: string, { exchange }: McpReply): Judged {
  return { status: 'fail', reason: `the result is none of tools/call: ${fault}`, evidence: evidenceOf(exchange, true) };
}

/** The answer, or what is wrong with its form. What is structured is `structuredContent`, or else the first text that is JSON. */
function readAnswer(result: unknown): Answer | string {
  if (!isJsonObject(result)) return 'it is no object';
  const { content, structuredContent, isError = false } = result;
  if (!Array.isArray(content)) return 'its content is no list';
  if (typeof isError !== 'boolean') return 'its isError is neither true nor false';
  if (structuredContent !== undefined && !isJsonObject(structuredContent)) return 'its structuredContent is no object';
  const texts: string[] = [];
  for (const block of content) {
    if (!isJsonObject(block) || typeof block['type'] !== 'string') return 'a part of its content has no type';
    if (block['type'] !== 'text') continue;
    if (typeof block['text'] !== 'string') return 'a text of its content is missing';
    texts.push(block['text']);
  }
  const isStructured = structuredContent !== undefined;
  return { isError, text: texts.join('\n'), structured: structuredContent ?? firstJson(texts), isStructured };
}

function firstJson(texts: readonly string[]): unknown {
  for (const text of texts) {
    const value = parsed(text);
    if (isJsonObject(value) || Array.isArray(value)) return value;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function promiseFindings({ isStructured }: Answer, { tool, schemaFault }: CalledTool): Finding[] {
  if (tool?.outputSchema === undefined) return [];
  if (!isStructured) return [{ problem: 'the tool has an outputSchema, and its answer has no structuredContent' }];
  return schemaFault === undefined
    ? []
    : [{ problem: `structuredContent breaks the tool’s outputSchema: ${schemaFault}` }];
}

function textFindings({ contains, matches }: McpExpectation, text: string): Finding[] {
  const missing = contains.filter((wanted) => !text.includes(wanted));
  return [
    ...missing.map((wanted) => ({ problem: `the text does not hold ${JSON.stringify(wanted)}` })),
    ...(matches === undefined || new RegExp(matches, 'su').test(text)
      ? []
      : [{ problem: `the text does not match /${matches}/` }]),
  ];
}

function jsonFinding(rule: BodyRule, structured: unknown): Finding {
  const value = valueAt(structured, rule.path.split('.'));
  const evidence = { what: rule.path, seen: shown(value) };
  if (bodyRuleHolds(rule, value)) return { evidence };
  return { evidence, problem: `${rule.path} is ${shown(value)}, expected ${wantedBy(rule)}` };
}

/** Citations are sound when there is at least one and each has a source. */
function citationsFinding(path: string, structured: unknown): Finding {
  const list = valueAt(structured, path.split('.'));
  if (!Array.isArray(list)) return { problem: `${path} is ${shown(list)}, expected a list of citations` };
  const without = list.filter((citation) => !hasSource(citation)).length;
  const evidence = { what: path, seen: `${list.length} citations, ${list.length - without} of them with a source` };
  if (list.length === 0) return { evidence, problem: `${path} is empty` };
  return without === 0 ? { evidence } : { evidence, problem: `${without} of the citations have no source` };
}

function hasSource(citation: unknown): boolean {
  if (!isJsonObject(citation)) return false;
  const { source } = citation;
  return typeof source === 'string' && source.trim() !== '';
}

function expects({ contains, matches, json, citations }: McpExpectation): boolean {
  return contains.length + json.length > 0 || (matches ?? citations) !== undefined;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
