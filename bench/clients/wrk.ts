import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { findExecutable } from '../harness/find-executable.ts';
import { numberIn, type Client, type Load } from './client.ts';
import { versionIn } from './version-in.ts';

const postScript = `
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local number = 0
request = function()
  number = number + 1
  return wrk.format(nil, nil, nil, '{"doc_id":"doc_1","question":"What does requirement ' .. number .. ' say about stored cardholder data?"}')
end
`;

/** wrk: closed model, in C. */
export const wrk: Client = {
  name: 'wrk',
  executable: findExecutable('wrk'),
  version: (file) => versionIn(file, ['-v'], /wrk (\S+)/u),
  cost: [
    { name: 'wrk GET', method: 'GET', does: 'reads nothing', command, read },
    {
      name: 'wrk POST',
      method: 'POST',
      does: 'a new body by a Lua script; reads nothing',
      command: (load) => {
        const script = path.join(load.folder, 'post.lua');
        writeFileSync(script, postScript);
        const { file, args } = command(load);
        return { file, args: ['-s', script, ...args] };
      },
      read,
    },
  ],
  accuracy: [],
};

function command({ executable, url, connections, seconds }: Load): { file: string; args: string[] } {
  return { file: executable, args: ['-t1', `-c${connections}`, `-d${seconds}s`, url] };
}

function read({ stdout }: { stdout: string }): number {
  return parseWrkRequests(stdout);
}

/** Requests in what wrk (and wrk2) print. */
export function parseWrkRequests(text: string): number {
  return numberIn(text, /(\d+) requests in/u);
}
