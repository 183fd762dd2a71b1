import { z } from 'zod';
import { parseDuration } from '../units.ts';
import { urlFault } from './url-fault.ts';

/** Hints for fields whose description does not say enough; written in the imperative. */
export const fieldHints = z.registry<{ readonly hint: string }>();

const durationText = z.union([z.string(), z.number()], { error: 'must be a duration' });
const durationHint = 'write a duration as k6 does: "30s", "1m30s", "250ms"; a bare number is milliseconds';

/** A duration as k6 writes it, or a number of milliseconds; 0 is allowed. */
export function duration(description: string) {
  return durationText
    .refine((value) => parseDuration(value) !== undefined, { error: 'must be a duration' })
    .describe(description)
    .register(fieldHints, { hint: durationHint });
}

/** A duration that must be longer than 0. */
export function positiveDuration(description: string) {
  return durationText
    .refine((value) => (parseDuration(value) ?? 0) > 0, { error: 'must be a duration longer than 0' })
    .describe(description)
    .register(fieldHints, { hint: durationHint });
}

/** A whole number of at least `least`. */
export function wholeNumber(least: number, description: string) {
  return z.int().min(least).describe(description);
}

/** A share of 1, both ends included. */
export function share(description: string) {
  return z.number().min(0).max(1).describe(description).register(fieldHints, {
    hint: 'write a share of 1: 0.873 for 87.3 %',
  });
}

/** Text that is not empty. */
export function text(description: string) {
  return z.string().min(1).describe(description);
}

/** A base URL of a service, without credentials. */
export function baseUrl(description: string) {
  return z
    .string()
    .superRefine((url, context) => {
      const fault = urlFault(url);
      if (fault !== undefined) context.addIssue({ code: 'custom', message: fault.message, params: fault });
    })
    .describe(description);
}

/** The name of an environment variable; what is wrong with it is never printed, as it may be the secret itself. */
export function environmentName(description: string) {
  return z
    .string()
    .regex(/^[A-Za-z_]\w*$/u, { error: 'must be the name of an environment variable' })
    .describe(description)
    .register(fieldHints, {
      hint: 'put the secret into an environment variable and write its name here, such as FACT_API_KEY',
    });
}

/** A name that is safe in a file name: letters, digits, '.', '_' and '-', at most 64. */
export function fileSafeName(description: string) {
  return z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]{0,63}$/u, {
      error: 'must be 1 to 64 letters, digits, ".", "_" or "-", and begin with a letter or a digit',
    })
    .describe(description)
    .register(fieldHints, { hint: 'use letters, digits and dashes: it becomes part of a file name' });
}
