/** One usable line of an exposition: a series and its value, which may be NaN or infinite. */
export type ExpositionSample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** From 1. */
  readonly line: number;
};

/** A line that says nothing usable: where it is, its beginning, and why; with the metric that it is about where that can be read. */
export type UnusableLine = {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
  readonly name?: string;
};

/** What of an exposition can be used, and every line that cannot. */
export type Exposition = {
  readonly samples: readonly ExpositionSample[];
  readonly unusable: readonly UnusableLine[];
};

/** The name of a series as it is told apart from others: its labels by name, values escaped; '' without labels. */
export function labelText(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1));
  if (entries.length === 0) return '';
  return `{${entries.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}}`;
}
