/** A part of a framework that questions are asked about. */
export type Topic = {
  /** The document that holds the answer: 'pci-dss-4.0'. */
  readonly docId: string;
  /** Where it is written, to follow a preposition: 'Requirement 3.5.1', 'Article 33(1)', '§ 164.312(b)'. */
  readonly reference: string;
  /** A noun phrase that reads well after 'for' and 'about'. */
  readonly noun: string;
  /** A verb phrase in the infinitive, without 'to', that reads well after 'we' and 'must'. */
  readonly act: string;
  /** One question about nothing but this topic. */
  readonly question: string;
};

/** One framework: its words, its topics, and who asks. */
export type Framework = {
  /** The class of its questions. */
  readonly name: 'pci-dss' | 'gdpr' | 'iso-27001' | 'sox' | 'hipaa';
  readonly idPrefix: string;
  /** How a sentence names it: 'the GDPR'. */
  readonly law: string;
  readonly auditor: string;
  readonly organisation: string;
  readonly provider: string;
  readonly topics: readonly Topic[];
  /** Sentences that say who asks; a question can follow each of them. */
  readonly askers: readonly string[];
};

/**
 * Reads topics of one document, one a line: reference | noun | act | question.
 * @throws RangeError for a line that has not four parts
 */
export function readTopics(docId: string, text: string): Topic[] {
  return linesOf(text).map((line) => {
    const [reference, noun, act, question, ...more] = line.split('|').map((part) => part.trim());
    const whole = reference !== undefined && noun !== undefined && act !== undefined && question !== undefined;
    if (!whole || more.length > 0) throw new RangeError(`Expected reference | noun | act | question, got ${line}`);
    return { docId, reference, noun, act, question };
  });
}

/** The lines of a text, trimmed, without the empty ones. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
