import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const texts = z.record(z.string(), z.string());

/** A step as GitHub's schema of composite actions allows it: a script with its shell, or an action. */
const step = z.union([
  z.strictObject({
    name: z.string(),
    id: z.string().optional(),
    if: z.string().optional(),
    shell: z.literal('bash'),
    env: texts.optional(),
    run: z.string(),
  }),
  z.strictObject({
    name: z.string(),
    id: z.string().optional(),
    if: z.string().optional(),
    uses: z.string().regex(/^[\w-]+\/[\w-]+@v\d+$/u),
    with: texts.optional(),
  }),
]);

const schema = z.strictObject({
  name: z.string(),
  author: z.string(),
  description: z.string(),
  inputs: z.record(
    z.string(),
    z.strictObject({ description: z.string(), required: z.boolean().optional(), default: z.string().optional() }),
  ),
  outputs: z.record(z.string(), z.strictObject({ description: z.string(), value: z.string() })),
  runs: z.strictObject({ using: z.literal('composite'), steps: z.array(step) }),
});

/** The action in `action/`. */
export type CompositeAction = z.infer<typeof schema>;

/** Reads `action/action.yml`. @throws ZodError for a key that a composite action does not have. */
export function readAction(): CompositeAction {
  return schema.parse(parse(readFileSync('action/action.yml', 'utf8')));
}

/** What stands between `${{` and `}}` in a text. */
export function expressionsOf(text: string): string[] {
  return [...text.matchAll(/\$\{\{\s*(.*?)\s*\}\}/gu)].map(([, expression = '']) => expression);
}
