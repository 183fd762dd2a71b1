/** One row of a CSV text; `line` counts from 1 and is where the row begins. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[]; readonly closed: boolean };

/** The rows of a CSV text (RFC 4180), empty lines left out; `closed` is false for a last row that ends within quotes. */
export function* csvRows(text: string): Generator<CsvRow> {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const { row, lines, next, closed } = rowAt(text, at);
    const content = row.replace(/\r$/u, '');
    if (content !== '')
      yield { line, cells: content.includes('"') ? quotedCells(content) : content.split(','), closed };
    line += lines;
    at = next;
  }
}

type RowText = { readonly row: string; readonly lines: number; readonly next: number; readonly closed: boolean };

/** The row that begins at a place: it ends at the first line end that is not within quotes. */
function rowAt(text: string, from: number): RowText {
  let quotes = 0;
  for (let at = from, lines = 1; ; lines += 1) {
    const found = text.indexOf('\n', at);
    const end = found === -1 ? text.length : found;
    // Sought in the line alone: a search from here in the whole text would run to its end for each row without a mark.
    quotes += text.slice(at, end).split('"').length - 1;
    const closed = quotes % 2 === 0;
    if (found === -1 || closed) return { row: text.slice(from, end), lines, next: end + 1, closed };
    at = found + 1;
  }
}

function quotedCells(row: string): string[] {
  const cells = row.match(/(?<=^|,)(?:"(?:[^"]|"")*"?|[^,]*)/gu) ?? [];
  return cells.map((cell) => (cell.startsWith('"') ? cell.slice(1).replace(/"$/u, '').replaceAll('""', '"') : cell));
}
