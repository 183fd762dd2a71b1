import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { onTestFinished } from 'vitest';

/** A message as the server got it. */
export type Asked = {
  readonly id?: unknown;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
};

/** What a server does in place of what is proper; undefined leaves it to be proper. */
export type Break = (asked: Asked, response: ServerResponse) => true | undefined;

/** Sends JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): true {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  return true;
}

/** The proper results of a small server with one tool. */
export const properResults: Readonly<Record<string, unknown>> = {
  initialize: {
    protocolVersion: '2025-06-18',
    capabilities: { tools: {} },
    serverInfo: { name: 'small', version: '1' },
  },
  'tools/list': { tools: [{ name: 'query', inputSchema: { type: 'object', properties: { question: {} } } }] },
  'tools/call': { content: [{ type: 'text', text: 'an answer' }] },
};

/** A small hand-written MCP server that is proper but for what `breaks` does; it ends with the test. */
export async function startBrokenServer(
  breaks: Break,
  tls?: { readonly cert: string; readonly key: string },
): Promise<{ readonly url: string; readonly asked: readonly Asked[]; readonly paths: readonly string[] }> {
  const seen: Asked[] = [];
  const paths: string[] = [];
  const listen: RequestListener = (request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      paths.push(request.url ?? '');
      const asked = readAsked(request.method ?? '', Buffer.concat(pieces).toString('utf8'));
      seen.push(asked);
      if (breaks(asked, response) === true) return;
      if (asked.method === 'DELETE') response.writeHead(204).end();
      else if (asked.id === undefined) response.writeHead(202).end();
      else {
        if (asked.method === 'initialize') response.setHeader('mcp-session-id', 'session-of-the-test');
        sendJson(response, { jsonrpc: '2.0', id: asked.id, result: properResults[asked.method] });
      }
    });
  };
  const server = tls === undefined ? createServer(listen) : createTlsServer(tls, listen);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, asked: seen, paths };
}

function readAsked(httpMethod: string, text: string): Asked {
  if (httpMethod !== 'POST') return { method: httpMethod, params: {} };
  const message: unknown = JSON.parse(text);
  const members = new Map(Object.entries(message ?? {}));
  const id: unknown = members.get('id');
  return {
    ...(id === undefined ? {} : { id }),
    method: String(members.get('method')),
    params: members.get('params') ?? {},
  };
}
