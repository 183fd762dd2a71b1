import { isJsonObject } from '../../probes/mcp/mcp-reply.ts';

/** What a value breaks of a JSON Schema, in the validator's words, or why the schema cannot be used; undefined when nothing is wrong. */
export async function findSchemaFault(schema: unknown, value: unknown): Promise<string | undefined> {
  if (!isJsonObject(schema)) return 'the schema is no object';
  const { AjvJsonSchemaValidator } = await import('@modelcontextprotocol/client/validators/ajv');
  try {
    const { errorMessage } = new AjvJsonSchemaValidator().getValidator(schema)(value);
    return errorMessage;
  } catch (error) {
    return `the schema cannot be used: ${error instanceof Error ? error.message : String(error)}`;
  }
}
