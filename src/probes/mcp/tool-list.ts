import { didYouMean } from '../../scenario/did-you-mean.ts';
import { evidenceOf, isJsonObject, withoutResult, type Judged, type McpReply } from './mcp-reply.ts';

/** Most pages of `tools/list` that are asked for. */
export const mostPages = 50;

/** A tool as the server lists it. */
export type ListedTool = { readonly name: string; readonly inputSchema: unknown; readonly outputSchema?: unknown };

/** What `tools/list` told so far. `next` is the cursor of the page to ask for; absent at the end, or after a fault. */
export type ToolList = {
  readonly tools: readonly ListedTool[];
  readonly pages: number;
  readonly fault?: string;
  readonly next?: string;
};

/** The list after these replies, in order. A page without a proper result, a cursor that comes again and too many pages are faults. */
export function toolListOf(replies: readonly McpReply[]): ToolList {
  const tools: ListedTool[] = [];
  const cursors = new Set<string>();
  let next: string | undefined;
  for (const [index, reply] of replies.entries()) {
    const pages = index + 1;
    const page = readPage(reply);
    if ('fault' in page) return { tools, pages, fault: `page ${pages}: ${page.fault}` };
    tools.push(...page.tools);
    ({ next } = page);
    if (next === undefined) continue;
    if (cursors.has(next))
      return { tools, pages, fault: `page ${pages} has a cursor that was there before: the list has no end` };
    cursors.add(next);
    if (pages === mostPages) return { tools, pages, fault: `there are more than ${mostPages} pages` };
  }
  return { tools, pages: replies.length, ...(next === undefined ? {} : { next }) };
}

/** Judges the list: read to its end, declared among the server's capabilities, and no name twice. */
export function judgeToolList(list: ToolList, replies: readonly McpReply[], isDeclared: boolean): Judged {
  const last = replies.at(-1);
  const twice = namedTwice(list.tools);
  const problems = [
    ...(list.fault === undefined ? [] : [list.fault]),
    ...(twice.length === 0 ? [] : [`listed more than once: ${twice.join(', ')}`]),
    ...(isDeclared ? [] : ['the server does not declare tools among its capabilities, so that clients look for none']),
  ];
  const names = list.tools.map(({ name }) => name).join(', ');
  const evidence = [
    ...evidenceOf(last?.exchange, list.fault !== undefined),
    { what: 'pages', seen: String(list.pages) },
    { what: 'tools', seen: names === '' ? 'none' : names },
  ];
  if (problems.length > 0) return { status: 'fail', reason: `tools/list: ${problems.join('; ')}`, evidence };
  const pages = list.pages === 1 ? '1 page' : `${list.pages} pages`;
  return { status: 'pass', reason: `${countOf(list.tools)} on ${pages}`, evidence };
}

/** Judges one tool that is expected; not in a list that could not be read to its end is no data. */
export function judgeTool(name: string, list: ToolList): Judged {
  const tool = list.tools.find((listed) => listed.name === name);
  if (tool === undefined) {
    if (list.fault !== undefined)
      return { status: 'no-data', reason: 'it was not among the tools until the list broke off', evidence: [] };
    const names = list.tools.map((listed) => listed.name);
    const hint = names.length === 0 ? 'there is none' : didYouMean(name, names);
    return { status: 'fail', reason: `there is no tool "${name}": ${hint}`, evidence: [] };
  }
  const { inputSchema } = tool;
  if (!isJsonObject(inputSchema) || inputSchema['type'] !== 'object')
    return {
      status: 'fail',
      reason: 'its inputSchema is no schema of type "object"',
      evidence: [{ what: 'inputSchema', seen: JSON.stringify(inputSchema) ?? 'nothing' }],
    };
  const properties = isJsonObject(inputSchema['properties']) ? Object.keys(inputSchema['properties']) : [];
  const seen = properties.length === 0 ? 'none' : properties.join(', ');
  return { status: 'pass', reason: 'it is there, with an input schema', evidence: [{ what: 'arguments', seen }] };
}

type Page = { readonly tools: readonly ListedTool[]; readonly next?: string } | { readonly fault: string };

function readPage(reply: McpReply): Page {
  const failure = withoutResult(reply, 'it');
  if (failure !== undefined || reply.outcome.kind !== 'result') return { fault: failure?.reason ?? 'it has no result' };
  const { result } = reply.outcome;
  const listed = isJsonObject(result) ? result['tools'] : undefined;
  if (!isJsonObject(result) || !Array.isArray(listed)) return { fault: 'its result has no list of tools' };
  const tools: ListedTool[] = [];
  for (const tool of listed) {
    if (!isJsonObject(tool) || typeof tool['name'] !== 'string' || tool['name'] === '')
      return { fault: 'it lists a tool without a name' };
    tools.push({ name: tool['name'], inputSchema: tool['inputSchema'], outputSchema: tool['outputSchema'] });
  }
  const { nextCursor } = result;
  if (nextCursor === undefined) return { tools };
  return typeof nextCursor === 'string' ? { tools, next: nextCursor } : { fault: 'its nextCursor is no text' };
}

function namedTwice(tools: readonly ListedTool[]): string[] {
  const names = tools.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function countOf(tools: readonly ListedTool[]): string {
  return tools.length === 1 ? '1 tool' : `${tools.length} tools`;
}
