import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { exitCodes, HitgateError } from '../../errors.ts';
import { microsPerMilli } from '../../units.ts';
import type { EvidenceFile } from '../../report/signoff/signoff.ts';

/** A file that was read once: its text, and what a row says of it. */
export type ReadFile = { readonly text: string; readonly file: EvidenceFile };

/** What is asked for: the kind, and the name of the file where a folder is given. */
export type Wanted = { readonly kind: EvidenceFile['kind']; readonly flag: string; readonly within?: string };

/** Reads a file of evidence and its SHA-256. @throws HitgateError (exit 2) when it cannot be read. */
export async function readEvidenceFile(given: string, { kind, flag, within }: Wanted): Promise<ReadFile> {
  try {
    const isFolder = within !== undefined && (await stat(given)).isDirectory();
    const file = isFolder ? path.join(given, within) : given;
    const bytes = await readFile(file);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { text: bytes.toString('utf8'), file: { kind, path: file, sha256 } };
  } catch (cause) {
    throw evidenceError(`The file ${given} of ${flag} cannot be read`, cause);
  }
}

/** The JSON of a file by its schema. @throws HitgateError (exit 2) that says what is wrong with it. */
export function parseEvidence<T>({ text, file }: ReadFile, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (cause) {
    throw evidenceError(`The file ${file.path} is not complete JSON`, cause);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw evidenceError(
    `The file ${file.path} is not usable as ${file.kind}: ${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'it has another shape'}`,
  );
}

/** The file with when it was measured, and how old it is. */
export function dated(file: EvidenceFile, startedAt: string, nowMillis: number): EvidenceFile {
  return { ...file, startedAt, ageMicros: (nowMillis - Date.parse(startedAt)) * microsPerMilli };
}

function evidenceError(message: string, cause?: unknown): HitgateError {
  return new HitgateError(message, {
    code: 'E_EVIDENCE',
    exitCode: exitCodes.usage,
    hint: 'give the file as hitgate wrote it; nothing was signed off',
    cause,
  });
}
