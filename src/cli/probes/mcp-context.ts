import type { RequestTemplate } from '../../scenario/scenario.ts';
import type { ProbeContext } from './probe-context.ts';

/** What of the surroundings of a probe an MCP probe looks at. */
export type McpContext = Pick<ProbeContext, 'url' | 'secrets' | 'tls' | 'clock' | 'signal' | 'countRequest'> & {
  readonly target: { readonly request: Pick<RequestTemplate, 'headers' | 'secretHeaders'> };
};
