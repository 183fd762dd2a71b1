import { probeMcp } from '../../../src/cli/probes/mcp-probe.ts';
import type { McpContext } from '../../../src/cli/probes/mcp-context.ts';
import type { ProbeResult } from '../../../src/probes/probe-result.ts';
import { mcpProbeOf } from '../../../src/scenario/probes/mcp-probe.ts';
import { mcpProbeSchema } from '../../../src/scenario/probes/mcp-probe-schema.ts';

/** What was probed: its results, and how many requests it took. */
export type Probed = { readonly results: readonly ProbeResult[]; readonly requests: number };

/** Probes a service as a scenario with this section would. */
export async function probeOverMcp(url: string, section: unknown, context: Partial<McpContext> = {}): Promise<Probed> {
  let requests = 0;
  const results = await probeMcp(mcpProbeOf(mcpProbeSchema.parse(section)), {
    url,
    target: { request: { headers: {}, secretHeaders: {} } },
    secrets: {},
    tls: undefined,
    clock: { name: 'node', nowMicros: () => performance.now() * 1_000, wallMillis: () => Date.now() },
    signal: new AbortController().signal,
    countRequest: () => void (requests += 1),
    ...context,
  });
  return { results, requests };
}

/** The result with a name, as 'status: reason'. */
export function said({ results }: Probed, name: string): string {
  const found = results.find((result) => result.name === name);
  return found === undefined
    ? `no result ${name} among ${results.map((result) => result.name).join(', ')}`
    : `${found.status}: ${found.reason}`;
}

/** Every result that is no pass, as 'name: status: reason'. */
export function notPassed({ results }: Probed): string[] {
  return results.flatMap(({ name, status, reason }) => (status === 'pass' ? [] : [`${name}: ${status}: ${reason}`]));
}
