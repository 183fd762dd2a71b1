const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text from outside (a name, a reason, what a target said) made safe for one line: all white space becomes spaces, and
 * whatever would steer a terminal or hide itself (control and direction characters, lone surrogates) becomes '�'.
 */
export function visibleText(text: string): string {
  return text.replaceAll(/[\s\u0085]/gu, ' ').replaceAll(invisible, '\uFFFD');
}

/** The text in at most `most` characters, with '…' where it was cut. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  return most < 1 ? '' : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}

/** The text in lines of at most `width` characters, broken at spaces; the last of `most` lines is cut where it does not fit. */
export function wrap(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest.length > width && lines.length < most - 1) {
    const space = rest.lastIndexOf(' ', width);
    const end = space > 0 ? space : width;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, shorten(rest, width)];
}

/** The text with its first letter in upper case. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A sentence that begins with a capital and ends with a full stop; one that begins with an expression ('p(95)<23: …') keeps it. */
export function sentence(text: string): string {
  const whole = text.trim().replace(/\.$/u, '');
  return `${/^\S*[({_]/u.test(whole) ? whole : capitalised(whole)}.`;
}
