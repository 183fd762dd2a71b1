/** Reads a share of 1 from '5%' or '0.05'; undefined when it is none or outside of 0 to 1. */
export function parseShare(text: string): number | undefined {
  const [, figure, percent] = /^(\d+(?:\.\d+)?)(%?)$/u.exec(text.trim()) ?? [];
  if (figure === undefined) return undefined;
  const share = percent === '%' ? Number(figure) / 100 : Number(figure);
  return share <= 1 ? share : undefined;
}
