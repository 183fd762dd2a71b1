import { failureCode, type OutcomeCode } from '../recorder/sample.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { decodeBody } from './adapters/decode-body.ts';
import { AnswerChecks } from './checks.ts';
import { Classifier } from './classify.ts';
import { SuccessTest } from './success.ts';

/** A whole reply, as the scanner holds it. */
export type Reply = {
  readonly head: {
    readonly status: number;
    readonly wanted: string | undefined;
    readonly contentEncoding: string | undefined;
  };
  readonly body: Buffer;
  readonly bodyStart: number;
  readonly bodyEnd: number;
};

const statusFailure = failureCode('status');
const bodyFailure = failureCode('body');

/**
 * Judges a whole reply: success first (status, then body), then class, then checks. The body is parsed once, and only
 * when a rule, the class or a check looks at it; when it is then not JSON, the request has failed with 'body'.
 */
export class AnswerReader {
  /** Lower-case name of the header that the class is read from; undefined when it is in the body. */
  readonly header: string | undefined;
  readonly needsBody: boolean;
  /** Check bits of the reply that was judged last. */
  checks = 0;
  private readonly success: SuccessTest;
  private readonly classifier: Classifier;
  private readonly answerChecks: AnswerChecks;

  constructor(scenario: Scenario, queries: number) {
    this.success = new SuccessTest(scenario.target.success);
    this.classifier = new Classifier(scenario.target.classify);
    this.answerChecks = new AnswerChecks(scenario, queries);
    this.header = this.classifier.header;
    this.needsBody = this.success.needsBody || this.classifier.needsBody || this.answerChecks.needsBody;
  }

  /** The outcome of a reply to a query; `checks` holds its check bits afterwards, 0 for a failure. */
  judge(reply: Reply, query: number): OutcomeCode {
    this.checks = 0;
    const { head } = reply;
    if (!this.success.acceptsStatus(head.status)) return statusFailure;
    if (!this.needsBody) return this.classifier.classify(head.wanted, undefined);
    const body = parseBody(reply);
    if (body === undefined || !this.success.acceptsBody(body)) return bodyFailure;
    const outcome = this.classifier.classify(head.wanted, body);
    this.checks = this.answerChecks.make(body, query, outcome);
    return outcome;
  }
}

/** The parsed body; undefined when it is no JSON. */
function parseBody(reply: Reply): unknown {
  const text = bodyText(reply);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function bodyText(reply: Reply): string | undefined {
  const { contentEncoding } = reply.head;
  if (contentEncoding === undefined) return reply.body.toString('utf8', reply.bodyStart, reply.bodyEnd);
  return decodeBody(reply.body.subarray(reply.bodyStart, reply.bodyEnd), contentEncoding)?.toString('utf8');
}
