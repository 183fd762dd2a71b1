import { z } from 'zod';
import { text } from '../schema-fields.ts';

/** What health is asked for beside what `target.health` says. */
export const healthProbeSchema = z
  .union(
    [
      z.literal(true),
      z.strictObject({
        version: text('the version that the service must say, such as "1.0.0"').optional(),
        live: z
          .string()
          .regex(/^\/\S*$/u, { error: 'must begin with "/" and hold no space' })
          .describe('the path that must answer 200 to 299 as well, such as "/health/live"')
          .optional(),
      }),
    ],
    { error: 'must be true, or { version, live }' },
  )
  .describe('whether target.health holds, and of which version it must be: true, or { version, live }');
