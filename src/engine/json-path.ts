/** A dotted path ('a.b.0.c') taken apart once. */
export type JsonPath = readonly string[];

/** Takes a dotted path apart; the empty path means the whole body. */
export function compilePath(path: string): JsonPath {
  return path === '' ? [] : path.split('.');
}

/** The value at a path, or undefined when there is none. Looks at own members only, never at a prototype's. */
export function valueAt(body: unknown, path: JsonPath): unknown {
  let value = body;
  for (const key of path) {
    if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
