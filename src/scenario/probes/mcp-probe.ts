import { microsOf } from '../normalise-load.ts';
import { bodyRuleOf } from '../normalise-target.ts';
import type { BodyRule } from '../scenario.ts';
import type { ValidMcpProbe } from './mcp-probe-schema.ts';

/** What is expected of the answer to a call; nothing but that it is no error where a field is empty or absent. */
export type McpExpectation = {
  /** Whether an error is wanted: `isError` or a JSON-RPC error. */
  readonly error: boolean;
  /** Each must be in the text of the answer, or of the error. */
  readonly contains: readonly string[];
  /** Source of a regular expression with the flags "su". */
  readonly matches?: string;
  readonly json: readonly BodyRule[];
  /** Dotted path of a list of citations. */
  readonly citations?: string;
};

/** One call of a tool. */
export type McpCall = {
  /** In reports. */
  readonly name: string;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly expect: McpExpectation;
};

/** How the service is probed over the Model Context Protocol. */
export type McpProbe = {
  readonly path: string;
  /** Of each request. */
  readonly timeoutMicros: number;
  readonly protocolVersion?: string;
  readonly serverName?: string;
  readonly requireSession: boolean;
  /** Tools that must be there, those that are called included; none twice. */
  readonly tools: readonly string[];
  readonly calls: readonly McpCall[];
};

/** The probe with its defaults; calls that would have the same name are numbered: 'query', 'query (2)'. */
export function mcpProbeOf(valid: ValidMcpProbe): McpProbe {
  const { path, timeout, protocolVersion, serverName, requireSession, tools, calls } = valid;
  return {
    path,
    timeoutMicros: microsOf(timeout),
    ...(protocolVersion === undefined ? {} : { protocolVersion }),
    ...(serverName === undefined ? {} : { serverName }),
    requireSession,
    tools: [...new Set([...tools, ...calls.map(({ tool }) => tool)])],
    calls: calls.map((call, index) => ({
      name: nameOf(calls, index),
      tool: call.tool,
      arguments: call.arguments,
      expect: expectationOf(call.expect),
    })),
  };
}

type ValidCall = ValidMcpProbe['calls'][number];

function nameOf(calls: readonly ValidCall[], index: number): string {
  const names = calls.slice(0, index + 1).map(({ name, tool }) => name ?? tool);
  const last = names.at(-1) ?? '';
  const nth = names.filter((name) => name === last).length;
  return nth === 1 ? last : `${last} (${nth})`;
}

function expectationOf(expect: ValidCall['expect']): McpExpectation {
  const { error = false, contains = [], matches, json = [], citations } = expect ?? {};
  return {
    error,
    contains: typeof contains === 'string' ? [contains] : contains,
    ...(matches === undefined ? {} : { matches }),
    json: json.map(bodyRuleOf),
    ...(citations === undefined ? {} : { citations }),
  };
}
