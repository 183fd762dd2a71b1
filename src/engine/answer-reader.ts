import { failureCode, type OutcomeCode } from '../recorder/sample.ts';
import type { JudgedScenario } from '../scenario/scenario.ts';
import { decodeBody } from './adapters/decode-body.ts';
import { AnswerMemory, answerMemoryBytes } from './answer-memory.ts';
import { AnswerChecks } from './checks.ts';
import { Classifier } from './classify.ts';
import { JsonScanner } from './json-scanner.ts';
import { SuccessTest } from './success.ts';
import { WantedPaths } from './wanted-paths.ts';

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
 * Judges a whole reply: success first (status, then body), then class, then checks. The body is scanned once, without parsing it into
 * objects, and only when a rule, the class or a check looks at it; when it is then not JSON, the request has failed with 'body'.
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
  private readonly body: JsonScanner;

  /**
   * @param queries number of queries in the corpus.
   * @param memory `answerMemoryBytes(queries)` bytes to remember answers in, when several readers share them.
   */
  constructor(scenario: JudgedScenario, queries: number, memory?: ArrayBufferLike) {
    const wanted = new WantedPaths();
    const { sameAnswerOnHit } = scenario.checks;
    const remembered = sameAnswerOnHit ? queries : 0;
    const answers = new AnswerMemory(memory ?? new ArrayBuffer(answerMemoryBytes(remembered)), remembered);
    this.success = new SuccessTest(scenario.target.success, wanted);
    this.classifier = new Classifier(scenario.target.classify, wanted);
    this.answerChecks = new AnswerChecks(scenario, answers, wanted);
    this.body = new JsonScanner(wanted.paths, wanted.each);
    this.header = this.classifier.header;
    this.needsBody = this.success.needsBody || this.classifier.needsBody || this.answerChecks.needsBody;
  }

  /** The outcome of a reply to a query; `checks` holds its check bits afterwards, 0 for a failure. */
  judge(reply: Reply, query: number): OutcomeCode {
    this.checks = 0;
    const { head } = reply;
    const { body, success, classifier } = this;
    if (!success.acceptsStatus(head.status)) return statusFailure;
    if (!this.needsBody) return classifier.classifyHeader(head.wanted);
    if (!this.scan(reply) || !success.acceptsBody(body)) return bodyFailure;
    const outcome = classifier.needsBody ? classifier.classifyBody(body) : classifier.classifyHeader(head.wanted);
    this.checks = this.answerChecks.make(body, query, outcome);
    return outcome;
  }

  private scan({ head, body, bodyStart, bodyEnd }: Reply): boolean {
    if (head.contentEncoding === undefined) return this.body.scan(body, bodyStart, bodyEnd);
    const decoded = decodeBody(body.subarray(bodyStart, bodyEnd), head.contentEncoding);
    return decoded !== undefined && this.body.scan(decoded, 0, decoded.length);
  }
}
