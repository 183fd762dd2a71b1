/** Values as JSONL: one JSON object a line, with a line feed after each. */
export function toJsonl(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
