import type { Clock } from '../../clock.ts';
import type { TlsSettings } from '../../engine/tls-settings.ts';
import type { RequestTemplate } from '../../scenario/scenario.ts';

/** What an MCP probe is given beside its options. */
export type McpContext = {
  /** Base URL of the service that is asked. */
  readonly url: string;
  readonly target: { readonly request: Pick<RequestTemplate, 'headers' | 'secretHeaders'> };
  /** Values of the target's secret headers, by header; they go on the wire and nowhere else. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly tls: TlsSettings | undefined;
  readonly clock: Clock;
  /** Ends what is on its way; the results are then not looked at. */
  readonly signal: AbortSignal;
  /** Called once for each request that is sent. */
  readonly countRequest: () => void;
};
