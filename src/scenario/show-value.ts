/** Paths whose values may hold a secret: they are never printed. */
const secretKeys: ReadonlySet<string> = new Set([
  'headers',
  'secretHeaders',
  'apiKeyEnv',
  'keyPassphraseEnv',
  'actions',
  'run',
  'undo',
  'arguments',
  'setShare',
  'invalidate',
]);

/**
 * Writes a value that was got for an error message, at most 60 characters of it. A value at a path that may hold a
 * secret, and any text with an '@' (a URL may carry a password), is named by its type only.
 */
export function showValue(value: unknown, path: readonly (string | number)[]): string {
  const secret = path.some((key) => typeof key === 'string' && secretKeys.has(key));
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return secret || value.includes('@') ? 'text that is not shown, as it may hold a secret' : quote(value);
    case 'bigint':
      return secret ? 'a number' : `${value}n`;
    case 'number':
      return secret ? 'a number' : String(value);
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? 'a list' : 'an object';
    case 'function':
      return 'a function';
    case 'symbol':
      return 'a symbol';
  }
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
