import type { z } from 'zod';
import type { questionSchema } from './question-schema.ts';

/** A question that a scenario gives for a probe; without a document, that of the first query of the corpus is used. */
export type ProbeQuestion = { readonly question: string; readonly docId?: string };

/** The question as an object, whichever way it was written. */
export function probeQuestionOf(written: z.output<typeof questionSchema>): ProbeQuestion {
  if (typeof written === 'string') return { question: written };
  const { question, docId } = written;
  return { question, ...(docId === undefined ? {} : { docId }) };
}
