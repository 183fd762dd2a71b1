import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { scenarioError, type HitgateError } from '../../errors.ts';
import { nearest } from '../../scenario/did-you-mean.ts';
import { languageOf, scenarioExtensions, type ScenarioLanguage } from './scenario-extensions.ts';

/** A scenario file as it is on disk. */
export type ScenarioText = {
  /** The path as given, for messages. */
  readonly file: string;
  readonly absolutePath: string;
  readonly language: ScenarioLanguage;
  readonly text: string;
};

/** Reads a scenario file. @throws HitgateError (exit 2) when it is missing, a folder, unreadable or of an unknown kind. */
export async function readScenarioText(path: string, cwd: string): Promise<ScenarioText> {
  const absolutePath = resolve(cwd, path);
  const status = await stat(absolutePath).catch(asFileError);
  if (status instanceof Error) throw await missing(path, absolutePath, status);
  if (status.isDirectory()) {
    const files = await scenariosIn(absolutePath);
    const hint = files.length === 0 ? 'give a file' : `give one of its files: ${joinAll(path, files)}`;
    throw problem(path, 'is a folder, not a scenario file', hint);
  }
  const language = languageOf(extname(path));
  if (language === undefined) {
    const extension = extname(path) === '' ? 'no extension' : `the extension ${extname(path)}`;
    throw problem(
      path,
      `has ${extension}, so its language is not known`,
      `use one of ${scenarioExtensions.join(', ')}`,
    );
  }
  const text = await readFile(absolutePath, 'utf8').catch(asFileError);
  if (text instanceof Error) throw unreadable(path, text);
  return { file: path, absolutePath, language, text: text.replace(/^\uFEFF/u, '') };
}

async function missing(path: string, absolutePath: string, error: FileError): Promise<HitgateError> {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') return unreadable(path, error);
  const folder = dirname(path);
  const files = await scenariosIn(dirname(absolutePath));
  const name = basename(path);
  const sameStem = files.find((file) => basename(file, extname(file)) === basename(name, extname(name)));
  const meant = sameStem ?? nearest(name, files);
  if (meant !== undefined) return problem(path, 'does not exist', `did you mean ${join(folder, meant)}?`);
  const hint = files.length === 0 ? 'check the path' : `scenarios there: ${joinAll(folder, files)}`;
  return problem(path, 'does not exist', hint);
}

function unreadable(path: string, error: FileError): HitgateError {
  const hint = error.code === 'EACCES' ? 'give yourself the right to read it' : 'check the path and the disk';
  return problem(path, `cannot be read (${error.code ?? error.message})`, hint);
}

function problem(path: string, what: string, hint: string): HitgateError {
  return scenarioError([{ message: `the scenario file ${path} ${what}`, hint }]);
}

async function scenariosIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => languageOf(extname(name)) !== undefined).toSorted();
}

function joinAll(folder: string, files: readonly string[]): string {
  return files
    .slice(0, 12)
    .map((file) => join(folder, file))
    .join(', ');
}

type FileError = Error & { readonly code?: string };

/** An error of the file system as a value; anything else is thrown on. */
function asFileError(error: unknown): FileError {
  if (error instanceof Error) return error;
  throw error;
}
