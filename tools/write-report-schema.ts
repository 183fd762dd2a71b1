/**
 * Writes docs/schema/report.schema.json from the schema of stored reports. Run it from the repository's folder:
 *
 *     npx esbuild tools/write-report-schema.ts --bundle --platform=node --format=esm --packages=external | node --input-type=module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { reportJsonSchema } from '../src/report/report-json-schema.ts';

await mkdir('docs/schema', { recursive: true });
await writeFile('docs/schema/report.schema.json', `${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
