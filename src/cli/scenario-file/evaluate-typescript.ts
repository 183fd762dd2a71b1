import { SourceMap } from 'node:module';
import { dirname, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type BuildFailure, type Plugin } from 'esbuild';
import type { Problem } from '../../errors.ts';
import { locateTypeScript } from '../../scenario/source/locate-typescript.ts';
import { notAnObjectProblem, wrongTopLevel, type ParsedSource } from '../../scenario/source/parsed-source.ts';
import type { ScenarioText } from './read-scenario-text.ts';

/** Lets a scenario import 'hitgate' wherever it lies, installed or not. */
const resolveHitgate: Plugin = {
  name: 'hitgate',
  setup: (hooks) => {
    hooks.onResolve({ filter: /^hitgate$/ }, () => ({ path: 'hitgate', namespace: 'hitgate' }));
    hooks.onLoad({ filter: /.*/, namespace: 'hitgate' }, () => ({
      contents: 'export function defineScenario(scenario) { return scenario; }',
    }));
  },
};

/** Counts evaluations: Node keeps a module by its text, and a scenario may read the environment anew. */
let evaluations = 0;

/**
 * Bundles a scenario in TypeScript or JavaScript with what it imports, evaluates it and takes its default export.
 * A syntax error, an import that is not found and an error thrown while evaluating are problems with file and line.
 */
export async function evaluateTypeScript({ file, absolutePath, text }: ScenarioText): Promise<ParsedSource> {
  const bundle = await bundleModule(absolutePath);
  if ('errors' in bundle) return { problems: bundle.errors.map((error) => buildProblem(error, file, absolutePath)) };
  evaluations += 1;
  const code = `${bundle.code}\n// ${evaluations}\n`;
  let exported: Record<string, unknown>;
  try {
    exported = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
  } catch (error) {
    return { problems: [thrownProblem(error, { file, absolutePath, map: bundle.map })] };
  }
  if (!Object.hasOwn(exported, 'default')) {
    const hint = 'write export default defineScenario({ … })';
    return { problems: [{ message: 'the scenario file has no default export', file, line: 1, column: 1, hint }] };
  }
  const raw = exported['default'];
  const got = wrongTopLevel(raw);
  if (got !== undefined) return { problems: [notAnObjectProblem(file, got)] };
  return { raw, locate: locateTypeScript(text) ?? (() => ({ line: 1, column: 1 })) };
}

type Bundle = { readonly code: string; readonly map: string };

async function bundleModule(path: string): Promise<Bundle | Pick<BuildFailure, 'errors'>> {
  try {
    const { outputFiles } = await build({
      entryPoints: [path],
      absWorkingDir: dirname(path),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      write: false,
      sourcemap: 'external',
      outdir: dirname(path),
      logLevel: 'silent',
      plugins: [resolveHitgate],
      define: {
        'import.meta.url': JSON.stringify(pathToFileURL(path).href),
        'import.meta.dirname': JSON.stringify(dirname(path)),
        'import.meta.filename': JSON.stringify(path),
      },
    });
    const textOf = (isMap: boolean): string =>
      outputFiles.find((output) => output.path.endsWith('.map') === isMap)?.text ?? '';
    return { code: textOf(false), map: textOf(true) };
  } catch (error) {
    if (isBuildFailure(error)) return { errors: error.errors };
    throw error;
  }
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors) && error.errors.length > 0;
}

function buildProblem({ text, location }: BuildFailure['errors'][number], file: string, absolutePath: string): Problem {
  const missing = text.startsWith('Could not resolve');
  const hint = missing ? 'check the path of the import, or install the package' : 'correct the syntax at this place';
  if (location === null) return { message: `the scenario cannot be bundled: ${text}`, file, line: 1, column: 1, hint };
  const source = sourceName(location.file, { file, absolutePath });
  return {
    message: `the scenario cannot be bundled: ${text}`,
    file: source,
    line: location.line,
    column: location.column + 1,
    hint,
  };
}

type Origin = { readonly file: string; readonly absolutePath: string };

/** The place of an error that the scenario threw, from the first frame of its stack that lies in the bundle. */
function thrownProblem(error: unknown, { map, ...origin }: Origin & { readonly map: string }): Problem {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const message = `the scenario threw an error while it was read: ${what}`;
  const hint = 'correct the code at this place, or the variables that it reads';
  const frame =
    error instanceof Error ? /data:text\/javascript[^\s]*?:(\d+):(\d+)\)?$/mu.exec(error.stack ?? '') : null;
  const start = { message, file: origin.file, line: 1, column: 1, hint };
  if (frame === null) return start;
  const entry = new SourceMap(JSON.parse(map)).findEntry(Number(frame[1]) - 1, Number(frame[2]) - 1);
  if (!('originalSource' in entry)) return start;
  const file = sourceName(entry.originalSource, origin);
  return { ...start, file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

/** The scenario's own path as given; another file as seen from the scenario's folder. */
function sourceName(source: string, { file, absolutePath }: Origin): string {
  const path = source.startsWith('file:') ? fileURLToPath(source) : source;
  const name = relative(dirname(absolutePath), absolutePath);
  return path === name || path === absolutePath ? file : path;
}
