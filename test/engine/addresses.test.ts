import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { buildTestPlan, drive, iterations } from './test-plan.ts';
import { hit, startServer, type TestServer } from './test-server.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const plan = buildTestPlan({ load: iterations(3, 12) });
const answerHit = (_: unknown, socket: { write: (text: string) => unknown }): void => void socket.write(hit);
const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));

describe('a target', () => {
  it.each([
    ['', ''],
    ['/base', '/base'],
  ])('on a Unix socket, with the base path "%s", is asked as localhost', async (base, prefix) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hitgate-'));
    try {
      server = await startServer(answerHit, { path: path.join(folder, 'ü 1.sock') });
      expect((await drive(plan, `${server.url}${base}`)).outcomes).toEqual({ hit: 12 });
      expect(server.connections()).toBe(3);
      for (const { head } of server.seen) {
        expect(head).toMatch(new RegExp(`^POST ${prefix}/query HTTP/1\\.1\r\nhost: localhost\r\n`, 'u'));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('on a Unix socket that nobody listens on is refused', async () => {
    expect((await drive(plan, 'http+unix://%2Ftmp%2Fhitgate-nowhere.sock')).outcomes).toEqual({ refused: 12 });
  });

  it.skipIf(!hasIpv6)('at an IPv6 literal is asked there (skipped where the machine has no ::1)', async () => {
    server = await startServer(answerHit, { host: '::1' });
    expect(server.url).toMatch(/^http:\/\/\[::1\]:/u);
    expect((await drive(plan, server.url)).outcomes).toEqual({ hit: 12 });
    expect(server.seen[0]?.head).toContain(`host: [::1]:${server.port}\r\n`);
  });

  it('at a name is asked at the address that answers, whichever of its addresses that is', async () => {
    server = await startServer(answerHit, { host: '127.0.0.1' });
    expect((await drive(plan, `http://localhost:${server.port}`)).outcomes).toEqual({ hit: 12 });
    expect(server.seen[0]?.head).toContain(`host: localhost:${server.port}\r\n`);
  });
});
