import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { cores, cpuMicrosOf, startChild } from './children.ts';
import { findExecutable } from './find-executable.ts';
import { giveUp } from './say.ts';

/** Answers every request at once with a hit of about 300 bytes. */
const answer = JSON.stringify({
  answer: 'Stored cardholder data is protected by strong cryptography, and keys are kept apart from the data.',
  citations: [{ source: 'PCI DSS 4.0', page: 12, relevance: 0.93, text: 'Requirement 3.5', year: 2022 }],
  cache_hit: true,
  consensus: { validated: true, threshold: 0.67, agreement_percentage: 85 },
});

/** A running nginx. */
export type Nginx = { readonly url: string; readonly cpuMicros: () => number; readonly stop: () => void };

/** Starts nginx with one worker and a configuration of its own on a free port of the loopback interface. */
export async function startNginx(): Promise<Nginx> {
  const executable = findExecutable('nginx');
  if (executable === undefined) giveUp('nginx was not found', 'install it, or leave --server out to use the C target');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'hitgate-nginx-'));
  const port = await freePort();
  writeFileSync(path.join(folder, 'nginx.conf'), configuration(folder, port));
  const child = startChild(
    { file: executable, args: ['-e', 'stderr', '-p', folder, '-c', 'nginx.conf'] },
    cores?.target,
  );
  child.stderr?.resume();
  const url = `http://127.0.0.1:${port}/query`;
  await untilAnswered(url);
  return {
    url,
    cpuMicros: () => (child.pid === undefined ? 0 : cpuMicrosOf(child.pid)),
    stop: () => {
      child.once('close', () => rmSync(folder, { recursive: true, force: true }));
      child.kill('SIGTERM');
    },
  };
}

/** `master_process off` keeps it one process, so that it ends when the bench ends it. */
function configuration(folder: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${path.join(folder, name)};`,
  );
  return `
daemon off;
master_process off;
pid ${path.join(folder, 'pid')};
error_log stderr crit;
events { worker_connections 8192; }
http {
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
${temporary.join('\n')}
  server {
    listen 127.0.0.1:${port} backlog=8192;
    location / { default_type application/json; return 200 '${answer}'; }
  }
}
`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new TypeError('Expected a port of the loopback interface');
  return address.port;
}

async function untilAnswered(url: string): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    try {
      await (await fetch(url)).text();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`nginx did not answer at ${url} within 5 s`);
}
