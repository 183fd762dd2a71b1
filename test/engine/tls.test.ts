import { createServer, type Server } from 'node:net';
import process from 'node:process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TlsSettings } from '../../src/engine/tls-settings.ts';
import { pem, serverTls, trusted } from './test-certificates.ts';
import { buildTestPlan, drive, iterations, milli, type Observed } from './test-plan.ts';
import { hit, reply, startServer, type TestServer } from './test-server.ts';

let server: TestServer | undefined;
let silent: Server | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
  silent?.close();
  silent = undefined;
});

type Setup = {
  readonly tls?: NonNullable<NonNullable<Parameters<typeof startServer>[1]>['tls']>;
  readonly settings?: TlsSettings;
  readonly host?: string;
};

async function ask({ tls = serverTls(), settings, host = '127.0.0.1' }: Setup): Promise<Observed> {
  server = await startServer((_, socket) => void socket.write(hit), { tls });
  const url = `https://${host}:${server.port}`;
  const options = settings === undefined ? {} : { tls: settings };
  return await drive(buildTestPlan({ load: iterations(2, 6) }), url, options);
}

describe('the certificate of a server', () => {
  it.each<[string, Setup, string]>([
    ['of a trusted authority, by address, is accepted', { settings: trusted }, 'hit'],
    ['of a trusted authority, by name, is accepted', { settings: trusted, host: 'localhost' }, 'hit'],
    ['that nobody vouches for is refused', {}, 'refused'],
    ['of another authority is refused', { settings: { ca: pem('stranger-ca.pem'), insecure: false } }, 'refused'],
    ['for another name is refused', { tls: serverTls('other-name'), settings: trusted }, 'refused'],
    [
      'for the name that is asked for is accepted',
      { tls: serverTls('other-name'), settings: { ...trusted, serverName: 'other.example' } },
      'hit',
    ],
    ['that has expired is refused', { tls: serverTls('expired'), settings: trusted, host: 'localhost' }, 'refused'],
    ['that nobody vouches for is accepted when told so', { settings: { insecure: true } }, 'hit'],
    ['that has expired is accepted when told so', { tls: serverTls('expired'), settings: { insecure: true } }, 'hit'],
  ])('%s', async (_, setup, outcome) => {
    expect((await ask(setup)).outcomes).toEqual({ [outcome]: 6 });
  });

  it('is verified whatever NODE_TLS_REJECT_UNAUTHORIZED says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    try {
      expect(process.env['NODE_TLS_REJECT_UNAUTHORIZED']).toBe('0');
      expect((await ask({})).outcomes).toEqual({ refused: 6 });
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe('a client certificate', () => {
  const tls = { ...serverTls(), ca: pem('ca.pem'), requestCert: true, rejectUnauthorized: true };
  const client = { ...trusted, cert: pem('client.pem') };

  it('of an authority that the server trusts is accepted', async () => {
    expect((await ask({ tls, settings: { ...client, key: pem('client-key.pem') } })).outcomes).toEqual({ hit: 6 });
  });

  it('whose key is encrypted is accepted with the passphrase', async () => {
    const settings = { ...client, key: pem('client-key-encrypted.pem'), passphrase: 'not-a-secret' };
    expect((await ask({ tls, settings })).outcomes).toEqual({ hit: 6 });
  });

  const stranger = { ...trusted, cert: pem('stranger-client.pem'), key: pem('stranger-client-key.pem') };
  it.each<[string, TlsSettings, 'TLSv1.2' | 'TLSv1.3', string]>([
    // In TLS 1.3 the client has finished its handshake when the server looks at the certificate; a server on Node
    // looks at who signed it after the handshake in TLS 1.2, too.
    ['that is missing resets the connection in TLS 1.3', trusted, 'TLSv1.3', 'reset'],
    ['of a stranger resets the connection in TLS 1.3', stranger, 'TLSv1.3', 'reset'],
    ['that is missing is refused in TLS 1.2', trusted, 'TLSv1.2', 'refused'],
    ['of a stranger resets the connection in TLS 1.2', stranger, 'TLSv1.2', 'reset'],
  ])('%s', async (_, settings, version, outcome) => {
    const observed = await ask({ tls: { ...tls, minVersion: version, maxVersion: version }, settings });
    expect(observed.outcomes).toEqual({ [outcome]: 6 });
    expect(server?.seen).toHaveLength(0);
  });
});

async function startRaw(onConnection: Parameters<typeof createServer>[1]): Promise<string> {
  const raw = createServer(onConnection);
  silent = raw;
  await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
  const address = raw.address();
  return `https://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

describe('a handshake', () => {
  it('that never ends is a time-out of its request', async () => {
    const plan = buildTestPlan({ load: iterations(2, 4), target: { timeoutMicros: 80 * milli } });
    const url = await startRaw((socket) => void socket.on('error', () => undefined).resume());
    const observed = await drive(plan, url, { tls: trusted });
    expect(observed.outcomes).toEqual({ timeout: 4 });
    expect(observed.samples.every((sample) => sample.sentMicros === sample.endMicros)).toBe(true);
  });

  it.each<[string, Parameters<typeof createServer>[1], string]>([
    ['that meets plain HTTP is refused', (socket) => void socket.once('data', () => socket.write(hit)), 'refused'],
    ['that the server closes is a reset', (socket) => void socket.once('data', () => socket.end()), 'reset'],
    [
      'that the server resets is a reset',
      (socket) => void socket.once('data', () => socket.resetAndDestroy()),
      'reset',
    ],
  ])('%s', async (_, onConnection, outcome) => {
    const url = await startRaw((socket) => onConnection?.(socket.on('error', () => undefined)));
    const plan = buildTestPlan({ load: iterations(2, 4) });
    expect((await drive(plan, url, { tls: trusted })).outcomes).toEqual({ [outcome]: 4 });
  });

  it('is part of the response time, not of the service time, when a request needs a new connection', async () => {
    server = await startServer((_, socket) => void socket.end(reply({ cache_hit: true }, 'Connection: close\r\n')), {
      tls: serverTls(),
    });
    const { samples, outcomes } = await drive(buildTestPlan({ load: iterations(1, 10) }), server.url, { tls: trusted });
    expect(outcomes).toEqual({ hit: 10 });
    const connecting = samples.slice(1).map((sample) => sample.sentMicros - sample.dueMicros);
    expect(Math.min(...connecting)).toBeGreaterThan(0);
  });
});

describe('a reply in many TLS records', () => {
  it('is read as one, whether records come together or apart', async () => {
    const body = { cache_hit: true, answer: 'a'.repeat(200_000) };
    server = await startServer(
      ({ number }, socket) => {
        const text = reply(body);
        const size = number % 2 === 0 ? 1_000 : 70_000;
        for (let at = 0; at < text.length; at += size) socket.write(text.slice(at, at + size));
      },
      { tls: serverTls() },
    );
    const observed = await drive(buildTestPlan({ load: iterations(2, 20) }), server.url, { tls: trusted });
    expect(observed.outcomes).toEqual({ hit: 20 });
  });
});
