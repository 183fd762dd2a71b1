import { execFileSync } from 'node:child_process';

/** Builds `dist/` once before the tests, because the end-to-end tests run the built command line. */
export default function setup(): void {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    stdio: 'inherit',
  });
}
