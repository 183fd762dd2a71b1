import { createServer, type Server, type ServerResponse } from 'node:http';
import { usageError } from '../../errors.ts';
import { openMetricsType, type RunFigures } from './run-figures.ts';

/** A port of this machine at which hitgate's own figures can be read while it runs. */
export type MetricsPort = {
  /** 'http://127.0.0.1:9464/metrics' */
  readonly url: string;
  /** The figures to show from now on. */
  readonly show: (figures: RunFigures) => void;
  readonly close: () => Promise<void>;
};

/** Opens the port on the loopback address; 0 takes a free one. @throws HitgateError (exit 2) when it cannot be had. */
export async function openMetricsPort(port: number): Promise<MetricsPort> {
  let shown: RunFigures | undefined;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname !== '/metrics') return reply(response, 404, 'text/plain', 'the figures are at /metrics\n');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return reply(response.setHeader('allow', 'GET, HEAD'), 405, 'text/plain', 'only GET and HEAD\n');
    (shown?.render() ?? Promise.resolve('# EOF\n')).then(
      (text) => reply(response, 200, openMetricsType, text),
      (error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))),
    );
  });
  const actual = await listen(server, port);
  return {
    url: `http://127.0.0.1:${actual}/metrics`,
    show: (figures) => {
      shown = figures;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type }).end(text);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${error.code ?? error.message})`;
      reject(
        usageError(
          `--metrics-port: the port ${port} of 127.0.0.1 ${why}`,
          'choose another port, or 0 for any that is free',
        ),
      );
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
