/** A colour in both themes, as #rrggbb. */
export type Shade = { readonly light: string; readonly dark: string };

/** The colours of a page by the name of their CSS variable. */
export const palette = {
  paper: { light: '#ffffff', dark: '#12161c' },
  card: { light: '#f5f7f9', dark: '#1b2129' },
  ink: { light: '#1a1f26', dark: '#e8ecf1' },
  faint: { light: '#4f5963', dark: '#a9b4c0' },
  rule: { light: '#ced5dc', dark: '#3a4450' },
  link: { light: '#0b57b0', dark: '#86b8ff' },
  good: { light: '#12693a', dark: '#5fd394' },
  bad: { light: '#b3152b', dark: '#ff8b94' },
  doubt: { light: '#7f4f00', dark: '#f0b95a' },
  void: { light: '#6a3a96', dark: '#cfa6f5' },
  hit: { light: '#0b62a8', dark: '#6db6ff' },
  miss: { light: '#b04a00', dark: '#ffa45c' },
  other: { light: '#5b6470', dark: '#a9b4c0' },
  limit: { light: '#b3152b', dark: '#ff8b94' },
  faulty: { light: '#f6e3c4', dark: '#3d3222' },
  allowed: { light: '#dcefe3', dark: '#1d3a2a' },
} as const satisfies Readonly<Record<string, Shade>>;

/** Text and what it stands on: at least 4.5 to 1 in both themes. */
export const textPairs: readonly (readonly [text: keyof typeof palette, ground: keyof typeof palette])[] = [
  ...(['ink', 'faint', 'link', 'good', 'bad', 'doubt', 'void', 'hit', 'miss', 'other', 'limit'] as const).flatMap(
    (text) => [[text, 'paper'] as const, [text, 'card'] as const],
  ),
  ['ink', 'allowed'],
  ['limit', 'allowed'],
  ['good', 'allowed'],
];

/** The colours of one theme as CSS declarations. */
export function cssVariables(theme: keyof Shade): string {
  return Object.entries(palette)
    .map(([name, shade]) => `--${name}:${shade[theme]};`)
    .join('');
}
