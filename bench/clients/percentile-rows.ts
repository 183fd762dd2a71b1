/** The value of the first row whose share is at least `share`, in a table of HDR's "value share …" rows; undefined without one. */
export function valueInSpectrum(text: string, share: number): number | undefined {
  for (const [, value, at] of text.matchAll(/^\s*(\d+\.\d+)\s+(\d\.\d+)\s+\d+\s+\S+\s*$/gmu))
    if (Number(at) >= share) return Number(value);
  return undefined;
}
