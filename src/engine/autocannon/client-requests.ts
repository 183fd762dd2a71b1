import type autocannon from 'autocannon';
import type { Plan, Query } from '../../plan/plan.ts';
import type { RequestWriter } from '../request-bytes.ts';

const preparedQueries = 50_000;

/**
 * The requests of a plan as autocannon's client takes them: it writes the bytes itself. The first 50 000 queries of the corpus are
 * prepared ahead; all of them are tried, so that one that cannot be sent is found before the load.
 */
export class ClientRequests {
  private readonly prepared: autocannon.Request[] = [];
  private readonly plan: Plan;
  private readonly writer: RequestWriter;
  private readonly nonce: string;

  /** @throws HitgateError (exit 2) when a query cannot be sent. */
  constructor(plan: Plan, writer: RequestWriter, nonce: string) {
    this.plan = plan;
    this.writer = writer;
    this.nonce = nonce;
    for (const query of plan.corpus.queries) {
      const request = this.build(query);
      if (this.prepared.length < preparedQueries) this.prepared.push(request);
    }
  }

  /** The request for a query number of the plan. */
  of(query: number): autocannon.Request {
    return this.prepared[query] ?? this.build(this.plan.questionOf(query, this.nonce));
  }

  /** autocannon always writes `Connection: keep-alive` and the length of the body. */
  private build(query: Query): autocannon.Request {
    const { path, headers, body } = this.writer.parts(query);
    const { connection: _, ...rest } = headers;
    return {
      method: this.plan.scenario.target.request.method,
      path,
      headers: rest,
      ...(body === '' ? {} : { body: Buffer.from(body) }),
    };
  }
}
