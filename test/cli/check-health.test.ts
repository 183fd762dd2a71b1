import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { createServer as createRawServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkHealth, type Health } from '../../src/cli/check-health.ts';
import type { TlsSettings } from '../../src/engine/tls-settings.ts';
import { HitgateError } from '../../src/errors.ts';
import { pem, serverTls, trusted } from '../engine/test-certificates.ts';
import { freePort } from '../free-port.ts';

const rule = { path: '/health', body: [{ path: 'status', equals: 'healthy' }] } as const;

/** Listens on any port of 127.0.0.1 unless told otherwise, and ends with the test. @returns the port, 0 for a path. */
async function listen(server: Server, where: ListenOptions = { host: '127.0.0.1', port: 0 }): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(where, resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

type Query = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly tls?: TlsSettings;
  readonly signal?: AbortSignal;
  readonly timeoutMillis?: number;
};

function check(url: string, { headers = {}, ...query }: Query = {}): Promise<Health> {
  return checkHealth({ url, rule, headers, timeoutMillis: 20_000, signal: new AbortController().signal, ...query });
}

async function failure(url: string, query: Query = {}): Promise<HitgateError> {
  const headers = { authorization: 'Bearer s3cret' };
  const error: unknown = await check(url, { headers, ...query }).catch((reason: unknown) => reason);
  if (!(error instanceof HitgateError)) throw new Error(`Expected a HitgateError, got ${String(error)}`);
  expect(error.exitCode).toBe(5);
  expect(error.hint).toContain('nothing was sent');
  expect(`${error.message}${error.hint ?? ''}`).not.toContain('s3cret');
  return error;
}

const healthy: RequestListener = (_, response) => response.end('{"status":"healthy","version":"1.0.0"}');

describe('the health check', () => {
  it('takes a healthy target and its version', async () => {
    const port = await listen(createServer(healthy));
    await expect(check(`http://127.0.0.1:${port}/`)).resolves.toEqual({ version: '1.0.0' });
  });

  it('asks by GET below the base URL, with the host and the headers of the scenario', async () => {
    const seen: unknown[] = [];
    const server = createServer(({ method, url, headers }, response) => {
      const name = Buffer.from(String(headers['x-name']), 'latin1').toString();
      seen.push([method, url, headers.host, name]);
      response.end('{"status":"healthy"}');
    });
    const port = await listen(server);
    await expect(check(`http://127.0.0.1:${port}/base`, { headers: { 'X-Name': 'Zoë' } })).resolves.toEqual({});
    expect(seen).toEqual([['GET', '/base/health', `127.0.0.1:${port}`, 'Zoë']]);
  });

  it('reads a body that is coded although nobody asked for it', async () => {
    const server = createServer((_, response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync('{"status":"healthy"}'));
    });
    await expect(check(`http://127.0.0.1:${await listen(server)}`)).resolves.toEqual({});
  });

  const answers: readonly [string, RequestListener, string][] = [
    [
      'a body that says unhealthy in spite of status 200',
      (_, response) => response.end('{"status":"unhealthy"}'),
      'says status = "unhealthy", expected "healthy"',
    ],
    ['a body without the member', (_, response) => response.end('{}'), 'says status = nothing'],
    ['a bad status', (_, response) => response.writeHead(503).end('{"status":"healthy"}'), 'answered HTTP 503'],
    ['a redirect', (_, response) => response.writeHead(302, { location: '/h' }).end(), 'answered HTTP 302'],
    ['a body that is no JSON', (_, response) => response.end('OK'), 'answered no JSON ("OK")'],
    ['a connection that is lost', ({ socket }) => void socket.resetAndDestroy(), 'cannot be reached'],
    [
      'a body that is cut off',
      (_, response) => void response.writeHead(200, { 'content-length': 100 }).write('{', () => response.destroy()),
      'cannot be reached',
    ],
    ['a target that does not answer in time', () => undefined, 'did not answer in time'],
    ['a target that does not finish in time', (_, response) => void response.write('{'), 'did not answer in time'],
  ];
  it.each(answers)('refuses %s, with exit code 5 and no secret in the text', async (_, answer, words) => {
    const url = `http://127.0.0.1:${await listen(createServer(answer))}`;
    const { message } = await failure(url, words.includes('in time') ? { timeoutMillis: 300 } : {});
    expect(message).toContain(words);
    expect(message).toContain(`${url}/health`);
  });

  it('refuses what does not speak HTTP', async () => {
    const server = createRawServer((socket) => void socket.on('error', () => undefined).end('SSH-2.0-OpenSSH\r\n'));
    expect((await failure(`http://127.0.0.1:${await listen(server)}`)).message).toContain('cannot be reached');
  });

  it('refuses a port that nothing listens on', async () => {
    const { message, hint } = await failure(`http://127.0.0.1:${await freePort()}`);
    expect(message).toContain('ECONNREFUSED');
    expect(hint).toContain('start the target');
  });

  it('ends at once when the run is interrupted', async () => {
    const port = await listen(createServer(() => undefined));
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 20);
    const { message } = await failure(`http://127.0.0.1:${port}`, { signal: abort.signal });
    expect(message).toContain('aborted');
  });
});

async function startTls(name: string, options: ServerOptions = {}): Promise<string> {
  return `https://127.0.0.1:${await listen(createTlsServer({ ...serverTls(name), ...options }, healthy))}`;
}

describe('the health check over TLS', () => {
  it('trusts the authority that it is given', async () => {
    await expect(check(await startTls('server'), { tls: trusted })).resolves.toEqual({ version: '1.0.0' });
  });

  it('takes any certificate when told so', async () => {
    await expect(check(await startTls('expired'), { tls: { insecure: true } })).resolves.toMatchObject({});
  });

  it.each<[string, string, TlsSettings | undefined, string, string]>([
    ['that nobody vouches for', 'server', undefined, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', '--ca FILE'],
    ['for another name', 'other-name', trusted, 'ERR_TLS_CERT_ALTNAME_INVALID', 'target.tls.serverName'],
    ['that has expired', 'expired', trusted, 'CERT_HAS_EXPIRED', 'renew the certificate'],
  ])('refuses a certificate %s and names the way out', async (_, name, tls, code, hint) => {
    const error = await failure(await startTls(name), tls === undefined ? {} : { tls });
    expect(error.message).toContain(`its certificate is not trusted (${code})`);
    expect(error.hint).toContain(hint);
    expect(error.hint).toContain('--insecure');
  });

  it('shows its client certificate, and says so when one is wanted', async () => {
    const url = await startTls('server', { ca: pem('ca.pem'), requestCert: true });
    const client = { ...trusted, cert: pem('client.pem'), key: pem('client-key.pem') };
    await expect(check(url, { tls: client })).resolves.toMatchObject({});
    const { message, hint } = await failure(url, { tls: trusted });
    expect(message).toMatch(/the TLS handshake failed \(.*alert certificate required\)/u);
    expect(hint).toContain('--cert FILE and --key FILE');
  });

  it('says that the port does not speak TLS', async () => {
    const port = await listen(createServer(healthy));
    const { message, hint } = await failure(`https://127.0.0.1:${port}`);
    expect(message).toContain('the TLS handshake failed (');
    expect(message).not.toContain('openssl');
    expect(hint).toContain('http://');
  });
});

describe('the health check of a Unix socket', () => {
  it('asks for localhost below the base URL', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hitgate-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const seen: unknown[] = [];
    const server = createServer(({ url, headers }, response) => {
      seen.push([url, headers.host]);
      response.end('{"status":"healthy"}');
    });
    const file = path.join(folder, 'a b.sock');
    await listen(server, { path: file });
    await expect(check(`http+unix://${encodeURIComponent(file)}/base`)).resolves.toEqual({});
    expect(seen).toEqual([['/base/health', 'localhost']]);
  });

  it('refuses a socket that is not there', async () => {
    expect((await failure('http+unix://%2Ftmp%2Fhitgate-nowhere.sock')).message).toContain('ENOENT');
  });
});
