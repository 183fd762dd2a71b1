/** Lines found and covered, or what is wrong with the text, as the end of a sentence about the file. */
export type CoberturaLines = { readonly found: number; readonly covered: number } | { readonly problem: string };

/**
 * Reads the totals in the root element of a Cobertura XML. Its `line-rate` must be `lines-covered / lines-valid` to a hundredth: of
 * figures that contradict each other none is taken.
 */
export function readCobertura(text: string): CoberturaLines {
  const root = rootAttributes(text);
  if (root === undefined) return { problem: 'is XML, but its root element is no Cobertura <coverage>' };
  if (!/<\/coverage\s*>$/u.test(text)) return { problem: 'is cut off: it does not end with </coverage>' };
  const [found, covered, rate] = ['lines-valid', 'lines-covered', 'line-rate'].map((name) => numberOf(root.get(name)));
  if (found === undefined || covered === undefined || rate === undefined)
    return { problem: 'has no whole numbers lines-valid and lines-covered and a number line-rate in <coverage>' };
  if (!Number.isSafeInteger(found) || !Number.isSafeInteger(covered))
    return { problem: 'has counts of lines that are no whole numbers' };
  if (found > 0 && Math.abs(covered / found - rate) > 0.01)
    return { problem: `contradicts itself: line-rate is ${rate}, but ${covered} of ${found} lines are covered` };
  return { found, covered };
}

/** The attributes of `<coverage …>` behind the declaration, comments and a DOCTYPE without an internal subset. */
function rootAttributes(text: string): ReadonlyMap<string, string> | undefined {
  const prolog = /^(?:\s|<\?[^>]*\?>|<!--[\s\S]*?-->|<!DOCTYPE[^[>]*>)*/u.exec(text)?.[0] ?? '';
  const tag = /^<coverage((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*>/u.exec(text.slice(prolog.length));
  if (tag === null) return undefined;
  const attributes = [...(tag[1] ?? '').matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu)];
  const map = new Map(attributes.map(([, name = '', double, single]) => [name, double ?? single ?? '']));
  return map.size === attributes.length ? map : undefined;
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(?:\.\d+)?(?:[eE]-?\d+)?$/u.test(text) ? Number(text) : undefined;
}
