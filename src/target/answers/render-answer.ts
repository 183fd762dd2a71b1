import type { Answer } from './answer.ts';
import { composeAnswer } from './answer.ts';
import { hashText } from './text-hash.ts';

/** How one reply differs from every other reply with the same answer. */
export type ReplyFacts = {
  /** What the reply says of its class; undefined leaves the field out. */
  readonly statedHit: boolean | undefined;
  /** Time since the query arrived, in milliseconds (fractional); written as whole milliseconds. */
  readonly elapsedMs: number;
  /** Another answer than the right one. */
  readonly isWrong: boolean;
  /** The right ones, others, or none. */
  readonly citations: CitationsSent;
  /** Whether the nodes agree by half only. */
  readonly isDoubted: boolean;
};

/** Which citations a reply has. */
export type CitationsSent = 'right' | 'wrong' | 'none';

/** An answer with all of its JSON that does not change from reply to reply, so that a hit only joins strings. */
export type PreparedAnswer = {
  readonly answer: Answer;
  readonly answerJson: string;
  readonly wrongAnswerJson: () => string;
  readonly citationsJson: string;
  readonly wrongCitationsJson: () => string;
  readonly headJson: string;
  readonly tailJson: string;
  readonly doubtedTailJson: () => string;
  readonly queryId: string;
};

/** How an answer differs from the one that its question has by itself: `edition` is put behind its text. */
type AnswerChanges = { readonly isUncacheable: boolean; readonly edition?: string | undefined };

/** Composes and prepares the answer to a question. Answers with a confidence of 0.7 or less are never cached. */
export function prepareAnswer(
  docId: string,
  question: string,
  { isUncacheable, edition }: AnswerChanges,
): PreparedAnswer {
  const usual = composeAnswer(docId, question);
  const composed = edition === undefined ? usual : { ...usual, text: `${usual.text} (${edition})` };
  const answer = isUncacheable ? { ...composed, confidence: 0.55 } : composed;
  const { confidence, agreementPercentage } = answer;
  const consensus = { validated: true, threshold: 0.67, agreement_percentage: agreementPercentage, byzantine_count: 0 };
  const doubted = { validated: false, threshold: 0.67, agreement_percentage: 50, byzantine_count: 1 };
  const intent = { intent_type: 'factual_question', confidence: 0.5, parameters: {} };
  return {
    answer,
    answerJson: JSON.stringify(answer.text),
    wrongAnswerJson: () => JSON.stringify(`It is not so. ${answer.text}`),
    citationsJson: JSON.stringify(answer.citations),
    wrongCitationsJson: () => JSON.stringify(answer.citations.map(otherSource)),
    headJson: `"confidence":${confidence},"doc_id":${JSON.stringify(docId)},"question":${JSON.stringify(question)}`,
    tailJson: tailJson(consensus, intent),
    doubtedTailJson: () => tailJson(doubted, intent),
    queryId: `q-${hashText(`${docId}\u0000${question}`).toString(16).padStart(8, '0')}`,
  };
}

function otherSource(citation: Answer['citations'][number]): Answer['citations'][number] {
  return { ...citation, source: `Not ${citation.source}` };
}

/** The body of doc-rag's `POST /query`; its times are whole milliseconds, as in the real service. */
export function renderDocRagAnswer(prepared: PreparedAnswer, facts: ReplyFacts): string {
  const total = Math.floor(facts.elapsedMs);
  const stated = facts.statedHit === undefined ? '' : `"cache_hit":${facts.statedHit},`;
  const pipeline = facts.statedHit === true ? hitPipeline(total) : missPipeline(total);
  return (
    `{"answer":${answerJson(prepared, facts)},"citations":${citationsJson(prepared, facts)},${prepared.headJson},` +
    `"processing_time_ms":${total},${stated}"pipeline":${pipeline},${facts.isDoubted ? prepared.doubtedTailJson() : prepared.tailJson}}`
  );
}

/** The body of FACT's `POST /api/v1/query`. */
export function renderFactAnswer(prepared: PreparedAnswer, facts: ReplyFacts): string {
  const status = facts.statedHit === undefined ? '' : `"cache_status":"${facts.statedHit ? 'hit' : 'miss'}",`;
  return (
    `{"query_id":"${prepared.queryId}","response":${answerJson(prepared, facts)},` +
    `"metadata":{"latency_ms":${Math.floor(facts.elapsedMs)},${status}"token_cost":${facts.statedHit === true ? 15 : 150},` +
    `"cost_savings_percent":${facts.statedHit === true ? 90 : 0},"tools_used":[],` +
    `"confidence_score":${prepared.answer.confidence}},"sources":${citationsJson(prepared, facts)},"status":"success"}`
  );
}

function answerJson(prepared: PreparedAnswer, { isWrong }: ReplyFacts): string {
  return isWrong ? prepared.wrongAnswerJson() : prepared.answerJson;
}

function citationsJson(prepared: PreparedAnswer, { citations }: ReplyFacts): string {
  switch (citations) {
    case 'right':
      return prepared.citationsJson;
    case 'wrong':
      return prepared.wrongCitationsJson();
    case 'none':
      return '[]';
  }
}

function tailJson(consensus: unknown, intent: unknown): string {
  return `"consensus":${JSON.stringify(consensus)},"intent":${JSON.stringify(intent)}`;
}

function hitPipeline(total: number): string {
  return (
    '{"pattern":"Cache_Hit","steps":["cache_lookup"],"mrap_executed":false,' +
    `"performance":{"cache_ms":${total},"neural_ms":null,"consensus_ms":null,"total_ms":${total}}}`
  );
}

/** A seventh of the round trips of a miss looks the answer up, about two thirds find it, the rest agree on it. */
function missPipeline(total: number): string {
  const cache = Math.floor(total / 7);
  const neural = Math.floor((total * 4) / 7);
  return (
    '{"pattern":"Full_Pipeline","steps":["cache_lookup","analysis","retrieval","validation","consensus"],' +
    `"mrap_executed":true,"performance":{"cache_ms":${cache},"neural_ms":${neural},` +
    `"consensus_ms":${total - cache - neural},"total_ms":${total}}}`
  );
}
