import { z } from 'zod';
import { reportSchema } from './report-schema.ts';

/** The JSON Schema (draft 7) of `report.json`, for tools that read stored runs. */
export function reportJsonSchema(): unknown {
  const { $schema, ...schema } = z.toJSONSchema(reportSchema, { io: 'input', target: 'draft-7', reused: 'ref' });
  return { $schema, title: 'A run of hitgate', ...schema };
}
