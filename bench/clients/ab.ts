import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { findExecutable } from '../harness/find-executable.ts';
import { numberIn, queryBody, type Client, type Load } from './client.ts';
import { versionIn } from './version-in.ts';

/** More requests than any machine answers in a second, because `-t` alone stops after 50 000. */
const mostPerSecond = 200_000;

/** ApacheBench: closed model, HTTP/1.0 with keep-alive, one fixed body. */
export const ab: Client = {
  name: 'ab',
  executable: findExecutable('ab'),
  version: (file) => versionIn(file, ['-V'], /Version (\S+)/u),
  cost: [
    {
      name: 'ab GET',
      method: 'GET',
      does: 'compares lengths',
      command: (load) => ({ file: load.executable, args: argsOf(load) }),
      read: ({ stdout }) => parseAb(stdout),
    },
    {
      name: 'ab POST',
      method: 'POST',
      does: 'always the same body; compares lengths',
      command: (load) => {
        const body = path.join(load.folder, 'body.json');
        writeFileSync(body, queryBody(1));
        return { file: load.executable, args: ['-p', body, '-T', 'application/json', ...argsOf(load)] };
      },
      read: ({ stdout }) => parseAb(stdout),
    },
  ],
  accuracy: [],
};

function argsOf({ url, connections, seconds }: Load): string[] {
  return [
    '-k',
    '-q',
    '-r',
    '-c',
    String(connections),
    '-t',
    String(seconds),
    '-n',
    String(seconds * mostPerSecond),
    url,
  ];
}

/** Requests in what ab prints. */
export function parseAb(text: string): number {
  return numberIn(text, /Complete requests:\s+(\d+)/u);
}
