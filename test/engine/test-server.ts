import { createServer, type Server, type Socket } from 'node:net';

/** A request as a test server saw it. */
type Seen = {
  readonly head: string;
  readonly body: string;
  readonly connection: number;
  readonly number: number;
};

/** Answers one request; `number` counts the requests of the server from 0. */
export type Answer = (seen: Seen, socket: Socket) => void;

export type TestServer = {
  readonly url: string;
  readonly port: number;
  readonly seen: Seen[];
  readonly connections: () => number;
  readonly open: () => number;
  readonly dropAll: () => void;
  readonly close: () => Promise<void>;
};

/** A real server on the loopback that reads whole requests and lets a test answer with any bytes it likes. */
export async function startServer(answer: Answer, port = 0): Promise<TestServer> {
  const seen: Seen[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    const connection = connections++;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('utf8');
      for (;;) {
        const request = takeRequest(text);
        if (request === undefined) return;
        text = request.rest;
        const entry = { head: request.head, body: request.body, connection, number: seen.length };
        seen.push(entry);
        answer(entry, socket);
      }
    });
  });
  await listen(server, port);
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : 0;
  const dropAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    seen,
    connections: () => connections,
    open: () => sockets.size,
    dropAll,
    close: async () => {
      dropAll();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

function takeRequest(text: string): { head: string; body: string; rest: string } | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const length = Number(/content-length: (\d+)/iu.exec(head)?.[1] ?? '0');
  const whole = Buffer.from(text.slice(end + 4));
  if (whole.length < length) return undefined;
  return { head, body: whole.subarray(0, length).toString(), rest: whole.subarray(length).toString() };
}

/** A reply with a JSON body. */
export function reply(body: unknown, extra = ''): string {
  const text = JSON.stringify(body);
  return `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${extra}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

export const hit = reply({ cache_hit: true, answer: 'a' });
export const miss = reply({ cache_hit: false, answer: 'a' });

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = await startServer(() => undefined);
  await server.close();
  return server.port;
}
