/**
 * Writes docs/schema/scenario.schema.json from the schema of scenario files. Run it from the repository's folder:
 *
 *     npx esbuild tools/write-schema.ts --bundle --platform=node --format=esm --packages=external | node --input-type=module
 */
import { writeFile } from 'node:fs/promises';
import { scenarioJsonSchema } from '../src/scenario/json-schema.ts';

await writeFile('docs/schema/scenario.schema.json', `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
