import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server } from 'node:net';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pem, serverTls } from '../engine/test-certificates.ts';
import { hitgate, onlyReport, onlyRun, scratchFolder, writeScenario, type Finished } from './run-hitgate.ts';

let scratch: Awaited<ReturnType<typeof scratchFolder>>;
let scenario: string;
let url: string;
let queries = 0;
let requests = 0;
let handshakes = 0;
const servers: Server[] = [];
const socketFile = () => path.join(scratch.path, 'service.sock');

/** So long that a client which asks again at once is idle for most of the time. */
const answerMillis = 20;

/** Says it is healthy and what it counted; the first answer to a body is a miss, every later one a hit. */
function createService(): RequestListener {
  const asked = new Set<string>();
  return (request, response) => {
    requests++;
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      if (request.url?.endsWith('/health') === true) return response.end('{"status":"healthy"}');
      if (request.url?.endsWith('/metrics') === true) return response.end(`fact_requests ${queries}\n`);
      queries++;
      const answer = JSON.stringify({ cache_hit: asked.has(body) });
      asked.add(body);
      return setTimeout(() => response.end(answer), answerMillis);
    });
  };
}

async function listen(server: Server, where: { host: string; port: number } | { path: string }): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(where, resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

beforeAll(async () => {
  scratch = await scratchFolder();
  const tls = { ...serverTls(), ca: pem('ca.pem'), requestCert: true };
  const server = createTlsServer(tls, createService());
  server.on('secureConnection', () => handshakes++);
  url = `https://localhost:${await listen(server, { host: '127.0.0.1', port: 0 })}/base`;
  await listen(createServer(createService()), { path: socketFile() });
  scenario = await writeScenario(scratch.path, {
    target: {
      preset: 'generic',
      request: { path: '/query', body: { q: '{{question}}' } },
      classify: { from: 'json', path: 'cache_hit', hit: [true], miss: [false] },
      health: { path: '/health', body: [{ path: 'status', equals: 'healthy' }] },
      tls: { keyPassphraseEnv: 'KEY_PASS' },
    },
    phases: { warmup: { kind: 'none' } },
    load: { executor: 'shared-iterations', vus: 5, iterations: 200 },
    thresholds: { http_req_failed: ['rate<0.5'] },
  });
});
afterAll(async () => {
  for (const server of servers) server.close();
  await scratch.remove();
});

const certificate = (name: string): string => path.resolve('fixtures/tls', name);
const trust = ['--ca', certificate('ca.pem')];
const client = ['--cert', certificate('client.pem'), '--key', certificate('client-key-encrypted.pem')];
const env = { KEY_PASS: 'not-a-secret' };

type Variables = Readonly<Record<string, string>>;

async function run(
  name: string,
  flags: readonly string[],
  own: Variables = env,
): Promise<Finished & { readonly out: string }> {
  const out = path.join(scratch.path, name);
  await mkdir(out);
  return { ...(await hitgate(['run', scenario, '--target', url, '--out', out, ...flags], { env: { ...own } })), out };
}

async function everyFileOf(folder: string): Promise<string> {
  const names = await readdir(folder);
  return (await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')))).join('\n');
}

describe('a run over TLS', () => {
  it('with an authority and a client certificate counts what the server did, and keeps no secret', async () => {
    queries = 0;
    const { code, stdout, stderr, out } = await run('trusted', [...trust, ...client]);
    expect(stderr + stdout).toContain('PASS');
    expect(code).toBe(0);
    const report = await onlyReport(out);
    const { hit, miss } = report.runs[0]?.measure.classes ?? { hit: { count: 0 }, miss: { count: 0 } };
    expect(hit.count + miss.count).toBe(200);
    expect(queries).toBe(200);
    expect(report.serverCounters?.[0]?.findings[0]).toMatchObject({ status: 'agrees', server: 200 });
    expect(report.scenario.target.tls).toMatchObject({
      ca: path.relative('.', certificate('ca.pem')),
      insecure: false,
    });
    expect(report.verdict.warnings.map(({ code }) => code)).not.toContain('certificate-not-verified');
    const written = stdout + stderr + (await everyFileOf(await onlyRun(out)));
    expect(written).not.toContain('not-a-secret');
    expect(written).not.toContain('-----BEGIN');
    expect(written).not.toContain(pem('client-key-encrypted.pem').split('\n')[1]);
  });

  it('that verifies nothing says so in its report', async () => {
    const { code, stdout, out } = await run('insecure', ['--insecure', ...client]);
    expect(code).toBe(0);
    expect(stdout).toContain('warning: the certificate of the target was not verified');
    expect((await onlyReport(out)).verdict.warnings.map(({ code }) => code)).toContain('certificate-not-verified');
  });

  it('of an untrusted certificate ends with exit code 5 before any load, and names the way out', async () => {
    queries = 0;
    const { code, stderr } = await run('untrusted', client);
    expect(code).toBe(5);
    expect(stderr).toContain('its certificate is not trusted (');
    expect(stderr).toContain('--ca FILE');
    expect(stderr).toContain('--insecure');
    expect(queries).toBe(0);
  });

  const faults: readonly [string, readonly string[], Record<string, string>, string, string][] = [
    [
      'a wrong passphrase',
      client,
      { KEY_PASS: 'hunter2' },
      'cannot be opened with the passphrase in KEY_PASS',
      'check',
    ],
    ['no passphrase', client, {}, 'KEY_PASS, which is not set', 'set KEY_PASS'],
    ['a key without a certificate', client.slice(2), env, '--key is the key of a client certificate', '--cert FILE'],
    ['no file', [...client, '--ca', 'nowhere.pem'], env, '--ca names a file that cannot be read', 'current folder'],
    ['no PEM file', [...client, '--ca', 'package.json'], env, 'holds no PEM certificate', 'BEGIN CERTIFICATE'],
    ['a plain URL', [...client, '--target', 'http://127.0.0.1:1'], env, 'has no meaning without TLS', 'https URL'],
    ['an odd flag', ['--insecur'], env, "unknown option '--insecur'", '--insecure'],
  ];
  it.each(faults)('with %s ends with exit code 2, and sends nothing', async (name, flags, own, what, hint) => {
    requests = 0;
    handshakes = 0;
    const { code, stderr } = await run(name.replaceAll(' ', '-'), flags, { ...own, HITGATE_CA: certificate('ca.pem') });
    expect(stderr).toContain(what);
    expect(stderr).toContain(hint);
    expect(stderr).not.toMatch(/hunter2|not-a-secret/u);
    expect(code).toBe(2);
    expect([requests, handshakes]).toEqual([0, 0]);
  });

  it('names a variable that was probably meant', async () => {
    const { code, stderr } = await run('variable', client, { ...env, HITGATE_INSECUR: '1' });
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean HITGATE_INSECURE?');
  });
});

describe('a run over a Unix socket', () => {
  it('asks for health and sends its load', async () => {
    queries = 0;
    const plain = await writeScenario(scratch.path, {
      target: {
        preset: 'generic',
        url: `http+unix://${encodeURIComponent(socketFile())}/base`,
        request: { path: '/query', body: { q: '{{question}}' } },
        classify: { from: 'json', path: 'cache_hit', hit: [true], miss: [false] },
        health: { path: '/health' },
      },
      phases: { warmup: { kind: 'none' } },
      load: { executor: 'shared-iterations', vus: 5, iterations: 100 },
      thresholds: { http_req_failed: ['rate<0.5'] },
    });
    const out = path.join(scratch.path, 'unix');
    const { code, stderr } = await hitgate(['run', plain, '--out', out]);
    expect(stderr).not.toContain('error');
    expect(code).toBe(0);
    expect(queries).toBe(100);
    const { serverCounters, target } = await onlyReport(out);
    expect(serverCounters?.[0]?.findings[0]).toMatchObject({ status: 'agrees', server: 100 });
    expect(target.url).toBe(`http+unix://${encodeURIComponent(socketFile())}/base`);
  });
});
