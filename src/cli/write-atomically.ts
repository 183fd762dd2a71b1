import { rename, unlink, writeFile } from 'node:fs/promises';
import process from 'node:process';

/** Writes a file so that a reader sees the old text or the new one, never a part: a neighbour is written, then renamed. */
export async function writeAtomically(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(draft, text);
    await rename(draft, file);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    throw error;
  }
}
