/**
 * Puts a section between `<!-- name -->` and `<!-- /name -->`, in place of what is there.
 * @throws Error when the text lacks either marker.
 */
export function replaceSection(text: string, name: string, section: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start < 0 || end < start) throw new Error(`Expected the markers ${open} and ${close} in this order`);
  return `${text.slice(0, start + open.length)}\n\n${section}\n\n${text.slice(end)}`;
}
