import autocannon from 'autocannon';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readTruth } from '../../src/cli/reference-process.ts';
import { startHitgate, type Running } from './run-hitgate.ts';

let target: Running;
let url: string;
beforeAll(async () => {
  target = startHitgate(['target', '--json', '--round-trip', '1ms']);
  await target.printed('"url"');
  url = /"url":"([^"]+)"/u.exec(target.output())?.[1] ?? '';
});
afterAll(async () => {
  target.signal('SIGTERM');
  await target.finished;
});

it('has the reference target count exactly what a client that is not ours received', async () => {
  const result = await autocannon({
    url: `${url}/query`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ doc_id: 'doc_1', question: 'What is PCI DSS?' }),
    connections: 10,
    amount: 500,
  });
  expect(result).toMatchObject({ '2xx': 500, non2xx: 0, errors: 0, timeouts: 0 });
  const truth = await readTruth(url);
  expect(truth?.failures).toBe(0);
  expect((truth?.classes.hit.count ?? 0) + (truth?.classes.miss.count ?? 0)).toBe(500);
  expect(truth?.classes.miss.count).toBeGreaterThanOrEqual(1);
  expect(truth?.classes.miss.count).toBeLessThanOrEqual(10);
});
