/**
 * The description of the first entry of a metric in a Server-Timing header (W3C Server Timing, section 3.1:
 * `metric;dur=1.5;desc="a \"b\"", other`), with names compared without regard to case and the first `desc` of an entry
 * taking effect. Undefined when the metric or its description is absent, '' when the description is empty.
 */
export function serverTimingDescription(header: string, metric: string): string | undefined {
  const wanted = metric.toLowerCase();
  for (const entry of splitOutsideQuotes(header, ',')) {
    const [name = '', ...parameters] = splitOutsideQuotes(entry, ';');
    if (name.trim().toLowerCase() !== wanted) continue;
    for (const parameter of parameters) {
      const equals = parameter.indexOf('=');
      if (equals < 0 || parameter.slice(0, equals).trim().toLowerCase() !== 'desc') continue;
      return unquote(parameter.slice(equals + 1).trim());
    }
    return undefined;
  }
  return undefined;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (quoted && character === '\\') index++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === separator) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  let text = '';
  for (let index = 1; index < value.length && value[index] !== '"'; index++) {
    if (value[index] === '\\') index++;
    text += value[index] ?? '';
  }
  return text;
}
