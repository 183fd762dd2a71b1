import { z } from 'zod';
import { scenarioSchema } from './schema.ts';

/** The JSON Schema (draft 7, which editors know) of a scenario file, for completion and checks while typing. */
export function scenarioJsonSchema(): unknown {
  const { $schema, ...schema } = z.toJSONSchema(scenarioSchema, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      const { description } = jsonSchema;
      if (description !== undefined)
        jsonSchema.description = `${description.charAt(0).toUpperCase()}${description.slice(1)}`;
    },
  });
  return { $schema, title: 'A scenario of hitgate', ...schema };
}
