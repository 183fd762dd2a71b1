import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { capacityJsonSchema } from '../../src/report/capacity-record.ts';
import { noiseFloorJsonSchema } from '../../src/report/noise-floor-record.ts';
import { probeJsonSchema } from '../../src/report/probe-record.ts';
import { reportJsonSchema } from '../../src/report/report-json-schema.ts';
import { signoffJsonSchema } from '../../src/report/signoff/signoff-schema.ts';

it.each([
  ['report', reportJsonSchema],
  ['noise-floor', noiseFloorJsonSchema],
  ['capacity', capacityJsonSchema],
  ['probe', probeJsonSchema],
  ['signoff', signoffJsonSchema],
])('docs/schema/%s.schema.json is up to date (npm run schema)', (name, schema) => {
  const stored = readFileSync(`docs/schema/${name}.schema.json`, 'utf8');
  expect(stored).toBe(`${JSON.stringify(schema(), null, 2)}\n`);
});
