import { judgeCall, structuredContentOf } from '../../probes/mcp/judge-call.ts';
import { declaresTools, judgeInitialize, judgeInitialized } from '../../probes/mcp/judge-initialize.ts';
import { judgeSession } from '../../probes/mcp/judge-session.ts';
import type { Judged, McpReply } from '../../probes/mcp/mcp-reply.ts';
import { judgeTool, judgeToolList, toolListOf, type ToolList } from '../../probes/mcp/tool-list.ts';
import type { ProbeResult } from '../../probes/probe-result.ts';
import type { McpCall, McpProbe } from '../../scenario/probes/mcp-probe.ts';
import { microsPerMilli } from '../../units.ts';
import { McpConnection } from './mcp-connection.ts';
import type { McpContext } from './mcp-context.ts';
import { McpConversation } from './mcp-conversation.ts';
import { findSchemaFault } from './schema-fault.ts';
import { presentable, secretTexts, withJsonForms } from './mcp-secrets.ts';

const notOpened: Judged = {
  status: 'no-data',
  reason: 'it was not asked, as no conversation could be opened',
  evidence: [],
};

/**
 * Speaks MCP over streamable HTTP with a live service and judges, one result each: initialize, notifications/initialized, tools/list, every
 * tool that is expected, every call, and the session. It never rejects for what the server does. Each request is bounded by the
 * probe's time-out and all pages of the list by three of them together; requests are made one after another.
 */
export async function probeMcp(options: McpProbe, context: McpContext): Promise<readonly ProbeResult[]> {
  const { target, secrets, clock } = context;
  // Loading the client is no part of what the first check takes.
  await McpConnection.load();
  const conversation = new McpConversation(options, context);
  const results: ProbeResult[] = [];
  const judge = async (name: string, ask: () => Judged | Promise<Judged>): Promise<void> => {
    const startedAt = new Date(clock.wallMillis()).toISOString();
    const begun = clock.nowMicros();
    const judged = await ask();
    const millis = Math.round((clock.nowMicros() - begun) / microsPerMilli);
    results.push({ name: `mcp: ${name}`, ...judged, startedAt, millis });
  };
  try {
    await askAll(options, conversation, judge);
  } finally {
    await conversation.close();
  }
  const hidden = [...secretTexts(target.request, secrets, options), ...conversation.sessionIds.flatMap(withJsonForms)];
  return results.map((result) => presentable(result, hidden));
}

type Judge = (name: string, ask: () => Judged | Promise<Judged>) => Promise<void>;

async function askAll(options: McpProbe, conversation: McpConversation, judge: Judge): Promise<void> {
  let reply: McpReply | undefined;
  await judge('initialize', async () => {
    ({ reply } = await conversation.open());
    return conversation.judgeOpening(judgeInitialize(reply, options, conversation.spoken));
  });
  await judge('initialized', () => judgeInitialized(conversation.initialized));
  const isOpen = conversation.isOpen;
  let list: ToolList = { tools: [], pages: 0 };
  await judge('tools/list', async () => {
    if (!isOpen || reply === undefined) return notOpened;
    const pages = await conversation.listTools();
    list = toolListOf(pages);
    return judgeToolList(list, pages, declaresTools(reply));
  });
  for (const tool of options.tools) await judge(`tool ${tool}`, () => (isOpen ? judgeTool(tool, list) : notOpened));
  for (const call of options.calls)
    await judge(`call ${call.name}`, () => (isOpen ? askTool(call, list, conversation) : notOpened));
  await judge('session', async () => judgeSession(await conversation.end(), options.requireSession));
}

/** A tool that is known to be missing is not called: that it is missing is said by the check of the tool. */
async function askTool(call: McpCall, list: ToolList, conversation: McpConversation): Promise<Judged> {
  const tool = list.tools.find(({ name }) => name === call.tool);
  if (tool === undefined && list.fault === undefined)
    return { status: 'no-data', reason: `it was not made, as there is no tool "${call.tool}"`, evidence: [] };
  const reply = await conversation.callTool(call);
  const structured = structuredContentOf(reply);
  if (tool?.outputSchema === undefined || structured === undefined) return judgeCall(call, reply, { tool });
  return judgeCall(call, reply, { tool, schemaFault: await findSchemaFault(tool.outputSchema, structured) });
}
