import { expect, it } from 'vitest';
import { palette, textPairs } from '../../../src/reporters/html/palette.ts';

/** Contrast of two colours by WCAG 2.2 (relative luminance): https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

it('measures contrast as the standard does', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 10);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
});

it.each(textPairs.flatMap(([text, ground]) => (['light', 'dark'] as const).map((theme) => ({ text, ground, theme }))))(
  'has a contrast of at least 4.5 between $text and $ground in the $theme theme',
  ({ text, ground, theme }) => {
    expect(contrast(palette[text][theme], palette[ground][theme])).toBeGreaterThanOrEqual(4.5);
  },
);
