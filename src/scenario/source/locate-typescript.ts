import { parse } from '@babel/parser';
import type {
  Node,
  ObjectExpression,
  ParenthesizedExpression,
  Program,
  Statement,
  TSAsExpression,
  TSNonNullExpression,
  TSSatisfiesExpression,
  TSTypeAssertion,
} from '@babel/types';
import type { Locate, Path, Position } from '../problem-reporter.ts';

type Constants = ReadonlyMap<string, Node>;

/**
 * Finds keys and list entries in the object literal that a TypeScript or JavaScript module exports by default: directly,
 * through a constant, `satisfies`, `as const`, spreads, or as the argument of a call such as `defineScenario`.
 * What comes from elsewhere (another module, a computed value) is found at its nearest ancestor in this text.
 * Returns undefined when the text cannot be parsed.
 */
export function locateTypeScript(text: string): Locate | undefined {
  let program: Program;
  try {
    program = parse(text, { sourceType: 'module', plugins: ['typescript'] }).program;
  } catch {
    return undefined;
  }
  const constants = constantsOf(program.body);
  const exported = defaultExport(program.body, constants);
  return (path) => positionIn(exported, path, constants);
}

/** The place of a path within a literal; `root` undefined means: the whole file. */
export function positionIn(root: Node | undefined, path: Path, constants: Constants): Position {
  let position = startOf(root);
  let node = resolve(root, constants);
  position = node === undefined ? position : startOf(node);
  for (const key of path) {
    const child = childOf(node, key, constants);
    if (child === undefined) return position;
    position = startOf(child.at);
    node = resolve(child.value, constants);
  }
  return position;
}

function constantsOf(statements: readonly Statement[]): Constants {
  const constants = new Map<string, Node>();
  for (const statement of statements) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type === 'Identifier' && init !== null && init !== undefined) constants.set(id.name, init);
    }
  }
  return constants;
}

function defaultExport(statements: readonly Statement[], constants: Constants): Node | undefined {
  for (const statement of statements) {
    if (statement.type === 'ExportDefaultDeclaration') return statement.declaration;
    if (statement.type !== 'ExportNamedDeclaration') continue;
    for (const specifier of statement.specifiers) {
      if (specifier.type !== 'ExportSpecifier' || nameOf(specifier.exported) !== 'default') continue;
      return constants.get(specifier.local.name);
    }
  }
  return undefined;
}

/** The literal behind wrappers and names; a name that leads round in a circle ends the search. */
function resolve(node: Node | undefined, constants: Constants, depth = 0): Node | undefined {
  if (node === undefined || depth > 20) return undefined;
  if (node.type === 'Identifier') return resolve(constants.get(node.name), constants, depth + 1);
  if (node.type === 'CallExpression') return resolve(node.arguments[0], constants, depth + 1);
  return isWrapper(node) ? resolve(node.expression, constants, depth + 1) : node;
}

type Wrapper = TSSatisfiesExpression | TSAsExpression | TSNonNullExpression | TSTypeAssertion | ParenthesizedExpression;

const wrapperTypes: ReadonlySet<string> = new Set<Wrapper['type']>([
  'TSSatisfiesExpression',
  'TSAsExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'ParenthesizedExpression',
]);

function isWrapper(node: Node): node is Wrapper {
  return wrapperTypes.has(node.type);
}

type Child = { readonly at: Node; readonly value: Node };

function childOf(node: Node | undefined, key: string | number, constants: Constants): Child | undefined {
  if (node?.type === 'ArrayExpression' && typeof key === 'number') {
    const before = node.elements.slice(0, key + 1);
    const element = before[key];
    if (element === null || element === undefined) return undefined;
    return before.some((item) => item?.type === 'SpreadElement') ? undefined : { at: element, value: element };
  }
  return node?.type === 'ObjectExpression' ? propertyOf(node, String(key), constants) : undefined;
}

/** The last property of that name, as a later one replaces an earlier one; spreads are looked into. */
function propertyOf(object: ObjectExpression, key: string, constants: Constants): Child | undefined {
  for (const property of object.properties.toReversed()) {
    if (property.type === 'SpreadElement') {
      const spread = resolve(property.argument, constants);
      const found =
        spread?.type === 'ObjectExpression' && spread !== object ? propertyOf(spread, key, constants) : undefined;
      if (found !== undefined) return found;
    } else if (!property.computed && nameOf(property.key) === key) {
      return { at: property.key, value: property.type === 'ObjectProperty' ? property.value : property };
    }
  }
  return undefined;
}

function nameOf(key: Node): string | undefined {
  if (key.type === 'Identifier') return key.name;
  if (key.type === 'StringLiteral') return key.value;
  return key.type === 'NumericLiteral' ? String(key.value) : undefined;
}

function startOf(node: Node | undefined): Position {
  const start = node?.loc?.start;
  return start === undefined ? { line: 1, column: 1 } : { line: start.line, column: start.column + 1 };
}
