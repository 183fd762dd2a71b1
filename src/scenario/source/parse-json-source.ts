import { parseExpression, type ParseResult } from '@babel/parser';
import type { Expression, Node, ObjectExpression } from '@babel/types';
import type { Problem } from '../../errors.ts';
import { positionIn } from './locate-typescript.ts';
import { emptyFileProblem, notAnObjectProblem, wrongTopLevel, type ParsedSource } from './parsed-source.ts';

type Fault = {
  readonly at: { readonly line: number; readonly column: number };
  readonly what: string;
  readonly hint: string;
};

/**
 * Reads a scenario in JSON. `JSON.parse` decides what JSON is; since every JSON text is a JavaScript expression, a
 * JavaScript parser gives the place of keys and says what is no JSON: a comment, a trailing comma, a doubled key.
 */
export function parseJsonSource(text: string, file: string): ParsedSource {
  if (text.trim() === '') return { problems: [emptyFileProblem(file)] };
  const parsed = parseText(text);
  if ('what' in parsed) return { problems: [problemOf(parsed, file)] };
  const doubled = doubledKeys(parsed);
  const raw = parseValue(text);
  if (raw === undefined || doubled.length > 0) {
    const faults = raw === undefined ? [faultIn(parsed), ...doubled] : doubled;
    return { problems: faults.map((fault) => problemOf(fault, file)) };
  }
  const got = wrongTopLevel(raw.value);
  if (got !== undefined) return { problems: [notAnObjectProblem(file, got)] };
  return { raw: raw.value, locate: (path) => positionIn(parsed, path, new Map()) };
}

function parseValue(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return undefined;
  }
}

function parseText(text: string): ParseResult<Expression> | Fault {
  try {
    return parseExpression(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const [reason = ''] = error.message.split(/ \(\d+:\d+\)/u);
    const what = reason.includes('exactly one expression') ? 'something follows its end' : reason;
    const at = 'loc' in error && isPlace(error.loc) ? error.loc : { line: 1, column: 0 };
    return { at, what, hint: 'correct the quotes, commas or braces at this place' };
  }
}

function isPlace(value: unknown): value is { line: number; column: number } {
  return typeof value === 'object' && value !== null && 'line' in value && 'column' in value;
}

/** Why an expression of JavaScript is no JSON. */
function faultIn(root: ParseResult<Expression>): Fault {
  const comment = root.comments?.[0];
  if (comment?.loc)
    return { at: comment.loc.start, what: 'it has a comment', hint: 'remove the comment, or use a .yaml file' };
  return (
    findFault(root) ?? {
      at: { line: 1, column: 0 },
      what: 'a value is not JSON',
      hint: 'use text, numbers, true, false and null',
    }
  );
}

function findFault(node: Node): Fault | undefined {
  const at = node.loc?.start ?? { line: 1, column: 0 };
  if (node.type === 'ObjectExpression') return trailingComma(node) ?? firstFault(node.properties.flatMap(partsOf));
  if (node.type === 'ArrayExpression') {
    return trailingComma(node) ?? firstFault(node.elements.filter((element) => element !== null));
  }
  if (node.type === 'StringLiteral' && !String(node.extra?.['raw']).startsWith('"')) {
    return { at, what: 'text needs double quotes', hint: 'replace single quotes by double quotes' };
  }
  if (node.type === 'Identifier') {
    return { at, what: `${node.name} has no quotes`, hint: 'put double quotes around keys and text' };
  }
  if (node.type === 'UnaryExpression' && node.operator === '-') return findFault(node.argument);
  return jsonTypes.has(node.type) ? undefined : notJson(at);
}

const jsonTypes: ReadonlySet<string> = new Set(['StringLiteral', 'NumericLiteral', 'BooleanLiteral', 'NullLiteral']);

function notJson(at: Fault['at']): Fault {
  return { at, what: 'a value is not JSON', hint: 'use text, numbers, true, false, null, lists and objects' };
}

function partsOf(property: ObjectExpression['properties'][number]): Node[] {
  return property.type === 'ObjectProperty' ? [property.key, property.value] : [property];
}

function firstFault(nodes: readonly Node[]): Fault | undefined {
  for (const node of nodes) {
    const fault = findFault(node);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function trailingComma({ extra, loc }: Node): Fault | undefined {
  if (extra?.['trailingComma'] === undefined || !loc) return undefined;
  const at = { line: loc.end.line, column: Math.max(0, loc.end.column - 1) };
  return { at, what: 'it has a comma before a closing bracket', hint: 'remove the last comma' };
}

function doubledKeys(node: Node): Fault[] {
  if (node.type === 'ArrayExpression') return node.elements.flatMap((item) => (item === null ? [] : doubledKeys(item)));
  if (node.type !== 'ObjectExpression') return [];
  const seen = new Set<string>();
  return node.properties.flatMap((property) => {
    if (property.type !== 'ObjectProperty') return [];
    const key = property.key.type === 'StringLiteral' ? property.key.value : undefined;
    const inner = doubledKeys(property.value);
    if (key === undefined || !property.key.loc) return inner;
    const fault = {
      at: property.key.loc.start,
      what: `${key} is given twice`,
      hint: 'keep one of them: the other would be ignored',
    };
    const doubled = seen.has(key) ? [fault] : [];
    seen.add(key);
    return [...doubled, ...inner];
  });
}

function problemOf({ at, what, hint }: Fault, file: string): Problem {
  const message = what.endsWith('twice') ? what : `the scenario is not JSON: ${what}`;
  return { message, file, line: at.line, column: at.column + 1, hint };
}
