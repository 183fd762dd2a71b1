import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { McpServer, Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

/** How the SDK's server is set up. */
export type SdkServerSetup = {
  /** JSON replies, or streams of events. */
  readonly form: 'json' | 'events';
  readonly sessions: boolean;
  /** Tools in place of `query`, by page. */
  readonly pages?: readonly (readonly string[])[];
  /** Before which of its requests, counted from 1, the server forgets all sessions. */
  readonly forgetsBefore?: readonly number[];
};

/** A request as the server saw it. */
type SeenRequest = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A running server with what it saw. */
export type SdkServer = {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
};

/** The SDK's own server over streamable HTTP on the loopback, with one tool `query`; it ends with the test. */
export async function startSdkServer(setup: SdkServerSetup): Promise<SdkServer> {
  const seen: SeenRequest[] = [];
  const sessions = new Map<string, WebStandardStreamableHTTPServerTransport>();
  const server = createServer((request, response) => void serve(request, response));
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await readRequest(request);
    seen.push({ method: asked.method, headers: Object.fromEntries(asked.headers), body: await asked.clone().text() });
    if (setup.forgetsBefore?.includes(seen.length) === true) sessions.clear();
    await sendResponse(await answer(asked, setup, sessions), response);
  };
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, seen };
}

async function answer(
  request: Request,
  setup: SdkServerSetup,
  sessions: Map<string, WebStandardStreamableHTTPServerTransport>,
): Promise<Response> {
  const id = request.headers.get('mcp-session-id');
  const known = id === null ? undefined : sessions.get(id);
  if (known !== undefined) return known.handleRequest(request);
  if (id !== null && setup.sessions) return new Response('Session not found', { status: 404 });
  const transport = new WebStandardStreamableHTTPServerTransport({
    enableJsonResponse: setup.form === 'json',
    ...(setup.sessions
      ? {
          sessionIdGenerator: randomUUID,
          onsessioninitialized: (session: string) => void sessions.set(session, transport),
          onsessionclosed: (session: string) => void sessions.delete(session),
        }
      : {}),
  });
  await (setup.pages === undefined ? queryServer() : pagedServer(setup.pages)).connect(transport);
  return transport.handleRequest(request);
}

const info = { name: 'sdk server', version: '2.0.0' };

function queryServer(): McpServer {
  const server = new McpServer(info);
  server.registerTool(
    'query',
    {
      description: 'Answers.',
      inputSchema: z.object({ question: z.string() }),
      outputSchema: z.object({ answer: z.string(), citations: z.array(z.object({ source: z.string() })) }),
    },
    ({ question }) => {
      if (question === 'fail') return { content: [{ type: 'text', text: 'no answer today' }], isError: true };
      const structuredContent = { answer: `Answer to ${question}`, citations: [{ source: 'PCI DSS, page 1' }] };
      return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
    },
  );
  return server;
}

function pagedServer(pages: readonly (readonly string[])[]): Server {
  const server = new Server(info, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', ({ params }) => {
    const page = Number(params?.cursor ?? '0');
    const tools = (pages[page] ?? []).map((name) => ({ name, inputSchema: { type: 'object' as const } }));
    return page + 1 < pages.length ? { tools, nextCursor: String(page + 1) } : { tools };
  });
  return server;
}

async function readRequest(request: IncomingMessage): Promise<Request> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]);
  const { method = 'GET', url = '/' } = request;
  const body = Buffer.concat(pieces);
  return new Request(new URL(url, 'http://127.0.0.1'), { method, headers, ...(body.length > 0 ? { body } : {}) });
}

async function sendResponse(reply: Response, response: ServerResponse): Promise<void> {
  response.writeHead(reply.status, Object.fromEntries(reply.headers));
  if (reply.body !== null) for await (const piece of reply.body) response.write(piece);
  response.end();
}
