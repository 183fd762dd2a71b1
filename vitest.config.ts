import { defineConfig } from 'vitest/config';

/** Tests mirror `src/`; end-to-end tests start real processes, so they get a long bound and no retries. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build-once.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    retry: 0,
    maxWorkers: 2,
    snapshotFormat: { printBasicPrototype: false },
  },
});
