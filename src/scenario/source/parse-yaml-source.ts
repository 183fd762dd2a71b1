import { isScalar, LineCounter, parseAllDocuments, visit, type Document, type YAMLError } from 'yaml';
import type { Problem } from '../../errors.ts';
import { locateYaml } from './locate-yaml.ts';
import { emptyFileProblem, notAnObjectProblem, wrongTopLevel, type ParsedSource } from './parsed-source.ts';

/** Reads a scenario in YAML 1.2. Doubled keys, tabs, several documents and unknown tags are problems with their line. */
export function parseYamlSource(text: string, file: string): ParsedSource {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const [document, second] = [...documents];
  if (document === undefined) return { problems: [emptyFileProblem(file)] };
  if (second !== undefined) {
    const { line, col } = lines.linePos(second.range[0]);
    const hint = 'keep one document in a file: remove "---" and what follows';
    return {
      problems: [{ message: 'a scenario file holds one YAML document, got several', file, line, column: col, hint }],
    };
  }
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) return { problems: faults.map((fault) => problemOf(fault, { text, file, lines })) };
  const references = referenceFaults(document, { file, lines });
  if (references.length > 0) return { problems: references };
  if (document.contents === null) return { problems: [emptyFileProblem(file)] };
  try {
    const raw: unknown = document.toJS();
    if (raw === null) return { problems: [emptyFileProblem(file)] };
    const got = wrongTopLevel(raw);
    if (got !== undefined) return { problems: [notAnObjectProblem(file, got)] };
    return { raw, locate: locateYaml(document, lines) };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const hint = 'define each anchor before its alias, and keep aliases few';
    return { problems: [{ message: `the scenario is not YAML: ${error.message}`, file, line: 1, column: 1, hint }] };
  }
}

/** What YAML allows and a scenario cannot use: an alias of nothing, and a key that is a list or an object. */
function referenceFaults(document: Document.Parsed, { file, lines }: Omit<Context, 'text'>): Problem[] {
  const problems: Problem[] = [];
  const add = (message: string, offset: number | undefined, hint: string): void => {
    const { line, col } = lines.linePos(offset ?? 0);
    problems.push({ message, file, line, column: col, hint });
  };
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return;
      const hint = `put quotes around "*${alias.source}", or define the anchor &${alias.source} before it`;
      add(`the scenario is not YAML: *${alias.source} is an alias of nothing`, alias.range?.[0], hint);
    },
    Map: (_, map) => {
      if (map.items.every(({ key }) => isScalar(key))) return;
      add(
        'a key must be text, got a list or an object',
        map.range?.[0],
        'put quotes around text that holds braces, such as "{{id}}"',
      );
      return visit.SKIP;
    },
  });
  return problems;
}

type Context = { readonly text: string; readonly file: string; readonly lines: LineCounter };

function problemOf(fault: YAMLError, { text, file, lines }: Context): Problem {
  const offset = fault.pos[0];
  const { line, col } = lines.linePos(offset);
  const { message, hint } = describe(fault, text.slice(offset, text.indexOf('\n', offset) + 1 || text.length));
  return { message, file, line, column: col, hint };
}

function describe({ code, message }: YAMLError, rest: string): { message: string; hint: string } {
  const [first = ''] = message.split('\n');
  if (code === 'DUPLICATE_KEY') {
    const key = /^["']?([\w-]+)/u.exec(rest)?.[1] ?? 'a key';
    return { message: `${key} is given twice`, hint: 'keep one of them: the other would be ignored' };
  }
  if (code === 'TAB_AS_INDENT') {
    return { message: 'the scenario is not YAML: a tab indents this line', hint: 'indent with spaces' };
  }
  return { message: `the scenario is not YAML: ${first}`, hint: hintFor(code, rest) };
}

function hintFor(code: YAMLError['code'], rest: string): string {
  if (code === 'TAG_RESOLVE_FAILED') return 'remove the tag: a scenario has text, numbers, lists and objects only';
  if (rest.trimStart().startsWith('{') || rest.includes('{{')) return 'put quotes around text that holds a brace';
  return 'correct the indentation, the quotes or the colon on this line';
}
