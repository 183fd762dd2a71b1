import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { findRoute } from './http/find-route.ts';
import { keepAliveMillis } from './http/keep-alive.ts';
import type { TargetContext } from './http/target-context.ts';
import { QueryConnection } from './raw/query-connection.ts';
import { QueryFinder } from './raw/query-finder.ts';

/** A server with all its connections. */
export type TargetServer = {
  readonly server: Server;
  /** Stops listening, closes every connection at once, and waits until they are closed. */
  readonly close: () => Promise<void>;
};

/** The server of the reference target: plain queries are read by `QueryConnection`, everything else by `node:http`. */
export function createTargetServer(context: TargetContext): TargetServer {
  const http = serveHttp(context);
  const options = {
    context,
    finder: new QueryFinder(),
    handOver: (socket: Socket): void => void http.emit('connection', socket),
  };
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => void sockets.delete(socket));
    void new QueryConnection(socket, options);
  });
  return {
    server,
    close: async () => {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** It never listens: it is given its connections. Time-outs of Node are off or long. */
function serveHttp(context: TargetContext): HttpServer {
  const limits = { keepAliveTimeout: keepAliveMillis, headersTimeout: 0, requestTimeout: 0 };
  return createHttpServer(limits, (request, response) => {
    const arrivedMicros = context.arrivals.readMicros();
    response.sendDate = false;
    const [path = ''] = (request.url ?? '').split('?', 1);
    findRoute(request.method ?? '', path)({ request, response, path, arrivedMicros }, context);
  });
}
