import type { Evidence } from '../probe-result.ts';
import { evidenceOf, type Judged, type McpExchange } from './mcp-reply.ts';

/** What became of the session. */
export type SessionFacts = {
  /** Whether `initialize` had a result; otherwise there is nothing to judge. */
  readonly isOpen: boolean;
  /** The id that the server gave; undefined when it gave none. */
  readonly id: string | undefined;
  /** What was asked when the server said 404, in order: 'tools/list', 'tools/call query'. */
  readonly expiredAt: readonly string[];
  /** Whether a new session could be begun after the first of them. */
  readonly isReopened: boolean;
  /** The DELETE at the end; undefined when there was no session to end. */
  readonly ended: McpExchange | undefined;
  /** All that was sent after `initialize`. */
  readonly exchanges: readonly McpExchange[];
};

/** Judges the session: begun when required, known until its end, and ended by DELETE, which a server may refuse with 405. */
export function judgeSession(facts: SessionFacts, isRequired: boolean): Judged {
  const { isOpen, id, expiredAt, ended } = facts;
  if (!isOpen) return { status: 'no-data', reason: 'no session was begun, as initialize failed', evidence: [] };
  if (id === undefined)
    return isRequired
      ? { status: 'fail', reason: 'the server gave no Mcp-Session-Id with its answer to initialize', evidence: [] }
      : { status: 'pass', reason: 'the server keeps no session, which the protocol allows', evidence: [] };
  const evidence = [...headerEvidence(facts, id), ...evidenceOf(ended)];
  const fault = idFault(id) ?? expiryFault(expiredAt, facts.isReopened) ?? endFault(ended);
  if (fault !== undefined) return { status: 'fail', reason: fault, evidence };
  const reason =
    ended?.status === 405
      ? 'the session was kept; the server does not let clients end it'
      : 'the session was kept until it was ended';
  return { status: 'pass', reason, evidence };
}

/** Visible ASCII only, by the transport's specification. */
function idFault(id: string): string | undefined {
  return /^[\u0021-\u007E]+$/u.test(id)
    ? undefined
    : 'Mcp-Session-Id is empty or has characters that are no visible ASCII';
}

function expiryFault(expiredAt: readonly string[], isReopened: boolean): string | undefined {
  const [first, ...others] = expiredAt;
  if (first === undefined) return undefined;
  const then = isReopened ? 'a new one was begun' : 'no new one could be begun';
  const again = others.length === 0 ? '' : `, which expired as well, at ${others.join(', ')}`;
  return `the session expired (HTTP 404) at ${first}; ${then}${again}`;
}

function endFault(ended: McpExchange | undefined): string | undefined {
  if (ended?.status === undefined) return 'DELETE, which ends the session, was not answered';
  const { status } = ended;
  return (status >= 200 && status <= 299) || status === 405
    ? undefined
    : `DELETE, which ends the session, was answered with HTTP ${status}`;
}

/** The id itself is not shown: whoever has it can speak in the session. */
function headerEvidence({ exchanges }: SessionFacts, id: string): Evidence[] {
  const inSession = exchanges.filter(({ hadSession, sentVersion }) => hadSession && sentVersion !== undefined);
  const versions = [...new Set(inSession.map(({ sentVersion }) => sentVersion))].join(', ');
  return [
    { what: 'Mcp-Session-Id', seen: `${id.length} characters` },
    {
      what: 'requests with it and MCP-Protocol-Version',
      seen: `${inSession.length} of ${exchanges.length} (${versions})`,
    },
  ];
}
