import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparisonHtml } from '../../src/reporters/comparison-html.ts';
import { html } from '../../src/reporters/html.ts';
import { after, before, example } from '../reporters/example-comparison.ts';
import { exampleReports } from '../reporters/example-reports.ts';
import { findBrowser } from './find-browser.ts';
import { scratchFolder } from './run-hitgate.ts';

const executablePath = findBrowser();
const scratch = await scratchFolder();
afterAll(scratch.remove);

const pages = [
  ...exampleReports.map(([name, report]) => ({ name, word: report.verdict.outcome as string, text: html(report) })),
  { name: 'comparison', word: example.outcome as string, text: comparisonHtml(example, { before, after }) },
];

/** A page in a window of this size, and all that it complained of or asked the network for. */
type Opened = { readonly page: Page; readonly complaints: string[]; readonly requests: string[] };

function paper(page: Page): Promise<unknown> {
  return page.evaluate('getComputedStyle(document.body).backgroundColor');
}

/** Without a browser these are skipped: they are about drawing, and everything else of a page is tested without one. */
describe.skipIf(executablePath === undefined)('report.html in Chromium (skipped where there is none)', () => {
  let browser: Browser;
  beforeAll(async () => {
    // A container's root has no sandbox; the page is ours and loads nothing.
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    mkdirSync(scratch.path, { recursive: true });
    for (const { name, text } of pages) writeFileSync(path.join(scratch.path, `${name}.html`), text);
  });
  afterAll(() => browser.close());

  async function open(
    name: string,
    [width, height]: readonly [number, number],
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<Opened> {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme });
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => void complaints.push(message.text()));
    page.on('pageerror', (error) => void complaints.push(error.message));
    page.on('request', (request) => void requests.push(request.url()));
    await page.goto(pathToFileURL(path.join(scratch.path, `${name}.html`)).href);
    return { page, complaints, requests };
  }

  describe.each([
    { size: [390, 844] as const, where: 'a phone' },
    { size: [1280, 800] as const, where: 'a desk' },
  ])('on the screen of $where', ({ size }) => {
    it.each(pages)(
      'shows the verdict ($name) without scrolling, complaining or asking for anything',
      async ({ name, word }) => {
        const { page, complaints, requests } = await open(name, size);
        const shown = page.locator('h1 .word');
        expect(await shown.innerText()).toBe(word);
        for (const part of [shown, page.locator('.why')]) {
          const box = await part.boundingBox();
          expect(box?.y).toBeGreaterThanOrEqual(0);
          expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(size[1]);
        }
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(size[0]);
        expect(complaints).toEqual([]);
        expect(requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([]);
        await page.close();
      },
    );
  });

  it('keeps its width on a phone when all that is folded is open', async () => {
    const { page } = await open('two-runs', [390, 844]);
    await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.close();
  });

  it('is dark where that is asked for, and light on paper even so', async () => {
    const { page: light } = await open('pass', [1280, 800], 'light');
    const { page: dark } = await open('pass', [1280, 800], 'dark');
    expect(await paper(light)).toBe('rgb(255, 255, 255)');
    expect(await paper(dark)).toBe('rgb(18, 22, 28)');
    await dark.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await paper(dark)).toBe('rgb(255, 255, 255)');
    await Promise.all([light.close(), dark.close()]);
  });

  it('names every plot to a screen reader, and its tables keep their roles where they become cards', async () => {
    const { page } = await open('fail', [390, 844]);
    const plots = page.getByRole('img');
    expect(await plots.count()).toBe(await page.locator('svg:not([aria-hidden])').count());
    const unnamed = await page.evaluate(
      "[...document.querySelectorAll('svg[role=img]')].filter((plot) => (plot.querySelector('title')?.textContent ?? '') === '').length",
    );
    expect(unnamed).toBe(0);
    expect(await page.getByRole('img', { name: 'Percentiles of service time', exact: true }).count()).toBe(1);
    expect(await page.getByRole('img', { name: 'p95 of hits against its limit', exact: true }).count()).toBe(1);
    expect(await page.getByRole('rowheader', { name: 'p95 of hits below 23' }).count()).toBe(1);
    expect(await page.getByRole('banner').count()).toBe(1);
    expect(await page.getByRole('main').count()).toBe(1);
    await page.close();
  });

  it('can be used by keyboard: the skip link comes first, what is folded opens, and the focus is seen', async () => {
    const { page } = await open('pass', [1280, 800]);
    await page.keyboard.press('Tab');
    const focused = (): Promise<unknown> => page.evaluate('document.activeElement.textContent');
    expect(await focused()).toBe('Skip to the gates');
    expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('main');
    await page.locator('#percentiles summary').focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('#percentiles details').getAttribute('open')).not.toBeNull();
    await page.close();
  });

  it('says the values at the pointer as the table has them, and opens the table of seconds from a plot', async () => {
    const { page } = await open('pass', [1280, 800]);
    const plot = page.locator('#time-hit .plot');
    await plot.scrollIntoViewIfNeeded();
    await plot.hover();
    await expect
      .poll(() => page.locator('#time-hit .read-out').innerText())
      .toMatch(/^Second \d+: Hit p50, ms \d+\.\d+, Hit p95, ms \d+\.\d+, Hit p99, ms \d+\.\d+$/u);
    await page.locator('#time-hit .values a').click();
    await expect.poll(() => page.locator('#seconds-table').isVisible()).toBe(true);
    await page.close();
  });

  it('reads the same without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pathToFileURL(path.join(scratch.path, 'pass.html')).href);
    expect(await page.locator('h1 .word').innerText()).toBe('PASS');
    await page.locator('#seconds summary').click();
    await expect.poll(() => page.locator('#seconds-table').isVisible()).toBe(true);
    expect(await page.locator('#seconds-table tbody tr').count()).toBe(30);
    await context.close();
  });

  it('prints', async () => {
    const { page } = await open('fail', [1280, 800]);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(20_000);
    await page.close();
  });
});
