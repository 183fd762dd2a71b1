import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { exitCodes, HitgateError, usageError } from '../src/errors.ts';
import { makeFixtures } from './queries/make-fixtures.ts';
import { makeQuestions, shippedCorpus } from './queries/make-questions.ts';
import { toJsonl } from './queries/to-jsonl.ts';

const usage = `Usage: npm run queries -- [options]

Makes a corpus of distinct compliance questions (JSONL), the same for the same seed.

  --count <n>   number of questions (default: ${shippedCorpus.count})
  --seed <n>    seed of the selection, the order and the weights (default: ${shippedCorpus.seed})
  --out <file>  file to write (default: standard output)
  --fixtures    write the files that the repository ships, below fixtures/, instead
  --help        show this text
`;

/** Does what the arguments say. @throws HitgateError (exit 2) for arguments that cannot be understood */
function main(args: string[]): void {
  const { count, seed, out, fixtures, help } = readArguments(args);
  if (help === true) process.stdout.write(usage);
  else if (fixtures === true) for (const { file, text } of makeFixtures()) writeText(file, text);
  else {
    const size = {
      count: wholeNumber('--count', count) ?? shippedCorpus.count,
      seed: wholeNumber('--seed', seed) ?? shippedCorpus.seed,
    };
    const text = toJsonl(makeQuestions(size));
    if (out === undefined) process.stdout.write(text);
    else writeText(out, text);
  }
}

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: false,
      options: {
        count: { type: 'string' },
        seed: { type: 'string' },
        out: { type: 'string' },
        fixtures: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw usageError(error.message, 'use --count, --seed, --out, --fixtures or --help');
  }
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/u.test(text) && Number.isSafeInteger(value)) return value;
  throw usageError(`Expected ${option} to be a whole number from 0, got ${JSON.stringify(text)}`, `set ${option} 1200`);
}

function writeText(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stderr.write(`wrote ${file}: ${text.split('\n').length - 1} lines\n`);
}

function explain(error: unknown): string {
  if (error instanceof HitgateError) return `${error.message} [${error.code}]\n hint: ${error.hint ?? ''}`;
  return error instanceof Error ? `the file cannot be written: ${error.message}` : String(error);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  const known = error instanceof HitgateError || (error instanceof Error && 'syscall' in error);
  if (!known) throw error;
  process.stderr.write(`error: ${explain(error)}\n`);
  process.exitCode = error instanceof HitgateError ? error.exitCode : exitCodes.report;
}
