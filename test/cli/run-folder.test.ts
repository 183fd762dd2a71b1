import { expect, it } from 'vitest';
import { runId } from '../../src/cli/run/run-folder.ts';

it.each([
  ['sla', '2026-01-31-120000-sla'],
  ['SLA of FACT', '2026-01-31-120000-sla-of-fact'],
  ['../../etc/passwd', '2026-01-31-120000-etc-passwd'],
  ['…', '2026-01-31-120000-scenario'],
])('names the run of scenario "%s" %s', (name, id) => {
  expect(runId(Date.UTC(2026, 0, 31, 12, 0, 0), name)).toBe(id);
});
