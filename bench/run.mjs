/**
 * Builds hitgate and the benches, and runs one of them: `node bench/run.mjs cost --seconds 3`.
 *
 * What a bench imports of `src/` is taken from `dist/`, as it is published, so that no bundler stands between the measured code and
 * the profile. Everything else is bundled beside the cache.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = path.join(root, 'node_modules/.cache/hitgate/bench');
const [name, ...flags] = process.argv.slice(2);
const entries = readdirSync(path.join(root, 'bench')).filter((file) => file.endsWith('.ts'));

if (name === undefined || !entries.includes(`${name}.ts`)) {
  const names = entries.map((file) => path.basename(file, '.ts')).join(', ');
  process.stderr.write(`error: there is no bench ${name ?? 'without a name'}\n hint: name one of ${names}\n`);
  process.exit(2);
}

if (process.platform !== 'linux' && !['record-cost', 'report', 'verdicts'].includes(name)) {
  process.stderr.write('error: this bench reads CPU times and pins cores as Linux does\n hint: run it on Linux\n');
  process.exit(2);
}

const compiled = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

const fromDist = {
  name: 'from-dist',
  setup: (bundle) => {
    bundle.onResolve({ filter: /\/src\/.*\.ts$/ }, ({ path: wanted, resolveDir }) => {
      const source = path.relative(path.join(root, 'src'), path.resolve(resolveDir, wanted));
      return { path: pathToFileURL(path.join(root, 'dist', source.replace(/\.ts$/u, '.js'))).href, external: true };
    });
  },
};
await build({
  absWorkingDir: root,
  entryPoints: [
    `bench/${name}.ts`,
    ...readdirSync(path.join(root, 'bench/drivers')).map((file) => `bench/drivers/${file}`),
  ],
  outbase: 'bench',
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
  plugins: [fromDist],
});
const run = spawnSync(process.execPath, ['--expose-gc', path.join(outdir, `${name}.mjs`), ...flags], {
  cwd: root,
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
