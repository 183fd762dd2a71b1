import { z } from 'zod';
import { fieldHints, positiveDuration, text } from '../schema-fields.ts';
import { bodyRule, jsonPath, path } from '../target-schema.ts';

const pattern = text('a regular expression, such as "PCI.DSS"')
  .refine(compiles, { error: 'must be a regular expression of JavaScript' })
  .register(fieldHints, { hint: 'write the expression without slashes around it; it is used with the flags "su"' });

const expectation = z
  .strictObject({
    error: z.boolean().describe('whether the call must be answered with an error').default(false),
    contains: z
      .union([text('a text'), z.array(text('a text')).min(1).max(20)], { error: 'must be a text or a list of them' })
      .describe('what the text of the answer must hold')
      .optional(),
    matches: pattern.describe('the regular expression that the text of the answer must match').optional(),
    json: z
      .array(bodyRule)
      .min(1)
      .max(20)
      .describe('the conditions on the structured answer, such as [{ path: "cache_hit", equals: true }]')
      .optional(),
    citations: jsonPath(
      'the dotted path, in the structured answer, of a list of citations that each have a source',
    ).optional(),
  })
  .refine(({ error, json, citations }) => !error || (json ?? citations) === undefined, {
    error: 'cannot want an error and a structured answer, as an error has none',
  })
  .describe('what is expected of the answer: { error, contains, matches, json, citations }');

const call = z
  .strictObject({
    name: text('the name in reports, when not that of the tool').max(64).optional(),
    tool: text('the name of the tool').max(200),
    arguments: z
      .record(z.string(), z.json())
      .describe('the arguments of the tool, by name, such as { question: "What is PCI DSS?" }')
      .default({}),
    expect: expectation.optional(),
  })
  .describe('a call of a tool: { tool, arguments, expect }');

/** How the service is probed over the Model Context Protocol. */
export const mcpProbeSchema = z
  .strictObject({
    path: path.describe('the path of the endpoint, such as "/mcp"').default('/mcp'),
    timeout: positiveDuration('how long one answer may take, such as "10s"').default('10s'),
    protocolVersion: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/u, { error: 'must be a date such as "2025-06-18"' })
      .describe('the revision of the protocol that the server must speak, such as "2025-06-18"')
      .optional(),
    serverName: text('the name that the server must give').optional(),
    requireSession: z.boolean().describe('whether the server must begin a session').default(false),
    tools: z
      .array(text('the name of a tool').max(200))
      .max(100)
      .describe('the tools that must be there, beside those that are called')
      .default([]),
    calls: z.array(call).max(50).describe('the calls that are made, one after another').default([]),
  })
  .describe('a probe over the Model Context Protocol: { path, tools, calls }');

/** An MCP probe that fits the schema. */
export type ValidMcpProbe = z.output<typeof mcpProbeSchema>;

function compiles(source: string): boolean {
  try {
    return new RegExp(source, 'su') instanceof RegExp;
  } catch {
    return false;
  }
}
