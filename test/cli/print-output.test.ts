import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CliEnvironment, Looks } from '../../src/cli/environment.ts';
import { printOutput } from '../../src/cli/print-output.ts';
import { exitCodes } from '../../src/errors.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hitgate-output-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function terminal(printed: string[]): CliEnvironment {
  const sink = { write: (text: string) => void printed.push(text), isTerminal: true, columns: 42 };
  const clock = { name: 'still', nowMicros: () => 0, wallMillis: () => 0 };
  return { argv: [], env: {}, cwd: folder, stdout: sink, stderr: sink, clock, onInterrupt: () => () => undefined };
}

const describeLooks = ({ color, width }: Looks): string => `${color ? 'coloured' : 'plain'}, ${width} columns\n`;

describe('what a command has to say', () => {
  it('goes to a terminal in its colours and its width', async () => {
    const printed: string[] = [];
    await printOutput(terminal(printed), undefined, describeLooks);
    expect(printed).toEqual(['coloured, 42 columns\n']);
  });

  it('goes to a file plain and 100 columns wide, over what stood there, and not to the terminal', async () => {
    const printed: string[] = [];
    const file = path.join(folder, 'out.txt');
    await printOutput(terminal(printed), file, () => 'first, and longer than what comes after it\n');
    await printOutput(terminal(printed), file, describeLooks);
    expect(readFileSync(file, 'utf8')).toBe('plain, 100 columns\n');
    expect([printed, readdirSync(folder)]).toEqual([[], ['out.txt']]);
  });

  it('is not lost silently when the file cannot be written', async () => {
    const file = path.join(folder, 'no', 'such', 'folder', 'out.txt');
    await expect(printOutput(terminal([]), file, describeLooks)).rejects.toMatchObject({
      exitCode: exitCodes.report,
      message: `${file} cannot be written`,
      hint: 'choose another file with --output FILE',
    });
  });
});
