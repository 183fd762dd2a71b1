import type * as Sdk from '@modelcontextprotocol/client';

/** How the transport reaches the server, and who hears of what. */
type TransportSettings = {
  /** Path of the endpoint; the socket goes where `fetch` says. */
  readonly path: string;
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  readonly headers: Readonly<Record<string, string>>;
  readonly onMessage: (message: Sdk.JSONRPCMessage) => void;
  readonly onError: (error: Error) => void;
  /** `sent`: the answer's head has come, and its body when that is JSON. `stream`: the answer's events have ended. */
  readonly onEnd: (message: Sdk.JSONRPCMessage, what: 'sent' | 'stream') => void;
};

type SendOptions = Parameters<Sdk.StreamableHTTPClientTransport['send']>[1];

/** The SDK's streamable HTTP transport, which also says when all of an answer has come: the client itself would wait for its time-out. */
export function probeTransport(sdk: typeof Sdk, settings: TransportSettings): Sdk.StreamableHTTPClientTransport {
  const { path, fetch, headers, onMessage, onError, onEnd } = settings;
  class ProbeTransport extends sdk.StreamableHTTPClientTransport {
    override onmessage = onMessage;
    override onerror = onError;

    override async send(message: Sdk.JSONRPCMessage | Sdk.JSONRPCMessage[], options?: SendOptions): Promise<void> {
      const messages = Array.isArray(message) ? message : [message];
      const onRequestStreamEnd = (): void => messages.forEach((sent) => onEnd(sent, 'stream'));
      await super.send(message, { ...options, onRequestStreamEnd });
      messages.forEach((sent) => onEnd(sent, 'sent'));
    }
  }
  return new ProbeTransport(new URL(path, 'http://localhost'), { fetch, requestInit: { headers: { ...headers } } });
}
