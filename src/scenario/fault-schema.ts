import { z } from 'zod';
import { duration, fieldHints, positiveDuration, text } from './schema-fields.ts';

const injection = z
  .union([text('a fault'), z.array(text('a fault')).min(1)], { error: 'must be a fault or a list of them' })
  .describe('faults of the reference target, such as "fact-down"')
  .register(fieldHints, { hint: 'write a fault as `hitgate target` takes it, such as "fact-down"' });

const faultSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9][\w-]{0,63}$/u, {
        error: 'must be 1 to 64 letters, digits, "_" or "-", and begin with a letter or a digit',
      })
      .describe('the name, as gates tell it: {during:fact-gone}')
      .register(fieldHints, { hint: 'use letters, digits and dashes: gates name it, as in {during:fact-gone}' }),
    at: duration('when it begins, from the start of the measured phase, such as "10s"'),
    for: positiveDuration('how long it lasts until its undo begins, such as "10s"'),
    inject: injection.optional(),
    run: text('the command that brings it about, for the shell').optional(),
    undo: text('the command that ends it, for the shell').optional(),
    timeout: positiveDuration('how long each command may take before it is ended, such as "60s"').optional(),
  })
  .describe('a fault: { name, at, for, inject } or { name, at, for, run, undo }');

/** What is broken while load runs, and when. */
export const faultsSchema = z
  .array(faultSchema)
  .min(1)
  .max(20)
  .describe('the faults, in time: [{ name: "fact-gone", at: "10s", for: "10s", inject: "fact-down" }]');

/** Faults that fit the schema. */
export type ValidFaults = z.output<typeof faultsSchema>;
