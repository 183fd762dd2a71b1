/**
 * Writes docs/schema/report.schema.json, and those of the other records beside it from the schemas of what is stored. Run it from the repository's folder:
 *
 *     npx esbuild tools/write-report-schema.ts --bundle --platform=node --format=esm --packages=external | node --input-type=module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { noiseFloorJsonSchema } from '../src/report/noise-floor-record.ts';
import { capacityJsonSchema } from '../src/report/capacity-record.ts';
import { probeJsonSchema } from '../src/report/probe-record.ts';
import { reportJsonSchema } from '../src/report/report-json-schema.ts';
import { signoffJsonSchema } from '../src/report/signoff/signoff-schema.ts';

await mkdir('docs/schema', { recursive: true });
await writeFile('docs/schema/report.schema.json', `${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
await writeFile('docs/schema/noise-floor.schema.json', `${JSON.stringify(noiseFloorJsonSchema(), null, 2)}\n`);
await writeFile('docs/schema/capacity.schema.json', `${JSON.stringify(capacityJsonSchema(), null, 2)}\n`);
await writeFile('docs/schema/probe.schema.json', `${JSON.stringify(probeJsonSchema(), null, 2)}\n`);
await writeFile('docs/schema/signoff.schema.json', `${JSON.stringify(signoffJsonSchema(), null, 2)}\n`);
