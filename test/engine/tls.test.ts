import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTestPlan, drive, iterations } from './test-plan.ts';

const fixtures = new URL('./fixtures/', import.meta.url);
const certificate = new URL('localhost-cert.pem', fixtures);
let server: Server;
let port = 0;

beforeAll(async () => {
  const key = readFileSync(new URL('localhost-key.pem', fixtures));
  server = createServer({ key, cert: readFileSync(certificate) }, (request, response) => {
    request.resume();
    request.on('end', () => response.end('{"cache_hit": true}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => void server.close());

describe('https', () => {
  it('refuses a certificate that nobody vouches for', async () => {
    const observed = await drive(buildTestPlan({ load: iterations(1, 2) }), `https://localhost:${port}`);
    expect(observed.outcomes).toEqual({ refused: 2 });
  });

  it('asks a server whose certificate is trusted, by name and by address', async () => {
    const script = fileURLToPath(new URL('./drive-trusted.ts', import.meta.url));
    const bundle = fileURLToPath(new URL('../../node_modules/.cache/drive-trusted.mjs', import.meta.url));
    const esbuild = fileURLToPath(new URL('../../node_modules/esbuild/bin/esbuild', import.meta.url));
    const run = promisify(execFile);
    await run(esbuild, [script, '--bundle', '--platform=node', '--format=esm', `--outfile=${bundle}`]);
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: fileURLToPath(certificate) };
    for (const host of ['localhost', '127.0.0.1']) {
      const { stdout } = await run(process.execPath, [bundle, `https://${host}:${port}`], { env });
      expect(JSON.parse(stdout)).toEqual({ outcomes: { hit: 12 }, ended: 'completed' });
    }
  });
});
