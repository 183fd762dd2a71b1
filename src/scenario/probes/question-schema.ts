import { z } from 'zod';
import { fieldHints, text } from '../schema-fields.ts';

/** A question for a probe: its text, or with the document it is about. */
export const questionSchema = z
  .union(
    [
      text('the question'),
      z.strictObject({
        question: text('the question'),
        docId: text('the document, in place of {{doc_id}}').optional(),
      }),
    ],
    { error: 'must be a question, or { question, docId }' },
  )
  .describe('a question: its text, or { question, docId }')
  .register(fieldHints, { hint: 'write the question, or { question: "What is PCI DSS?", docId: "doc_1" }' });
