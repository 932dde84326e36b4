import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { bundleMatrixStyle } from '../../../lab/bundling/matrix-page.ts';
import { matrixPage } from '../../../lab/campaigns/matrix/grid/matrix-html.ts';
import { reportBelow } from '../../../lab/campaigns/matrix/matrix-links.ts';
import { keptMatrices } from '../../../lab/campaigns/matrix-ledger.ts';
import { findChromium } from '../../../lab/engine/debian/chromium.ts';
import { Browser, type Opened } from '../../support/chromium.ts';

const executable = findChromium(process.env.PATH ?? '');

const number = async ({ page }: Opened, expression: string): Promise<number> => z.number().parse(await page.evaluate(expression));
const text = async ({ page }: Opened, expression: string): Promise<string> => z.string().parse(await page.evaluate(expression));

describe.skipIf(executable === null)('matrix.html, opened from a file in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
  const file = join(folder, 'the matrix', 'matrix.html');
  let browser: Browser;

  /** Shows the kept matrix as if it had been run in this folder; the runs of one fix are elsewhere, and those of another are gone. */
  beforeAll(async () => {
    const [kept] = keptMatrices();
    if (kept === undefined) {
      throw new Error('the repository keeps no matrix');
    }
    const cells = kept.cells.map((cell, index) => ({
      ...cell,
      run: cell.fix === 'nscd' ? `../shard #2/runs/${index}` : `runs/${cell.fix}--${cell.fault}`,
    }));
    for (const { fix, run } of cells.filter((cell) => cell.fix !== 'tw-reuse')) {
      const place = join(folder, 'the matrix', run);
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, 'report.html'), `<!doctype html><title>${fix}</title>`);
    }
    writeFileSync(file, matrixPage({ ...kept, cells }, await bundleMatrixStyle(), reportBelow(join(folder, 'the matrix'))));
    browser = await Browser.start(executable ?? '');
  });
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test('links every cell with a run to an existing file, makes no requests, and logs no errors', async () => {
    const opened = await browser.openFile(file);
    const links = z.array(z.string()).parse(await opened.page.evaluate(`[...document.querySelectorAll('a')].map((each) => each.href)`));
    expect(links).toHaveLength(20 * 17);
    expect(new Set(links).size).toBe(20 * 17);
    expect(links.filter((href) => !existsSync(fileURLToPath(href)))).toEqual([]);
    expect(opened.requests).toEqual([]);
    expect(opened.complaints).toEqual([]);
  });

  test('opens the report of the clicked run, also in another folder', async () => {
    const { page } = await browser.openFile(file);
    await page.getByRole('link', { name: 'nscd under dead' }).click();
    expect(await page.title()).toBe('nscd');
    await page.goto(pathToFileURL(file).href);
    await page.getByRole('link', { name: /^none under slow/ }).click();
    expect(page.url()).toBe(pathToFileURL(join(folder, 'the matrix/runs/none--slow/report.html')).href);
  });

  test('shows the figures of a cell, and of no other, when the pointer or the keyboard reaches it', async () => {
    const { page } = await browser.openFile(file);
    const shown = page.locator('.figures').filter({ hasText: 'hosts-file under lossy' });
    const heightPx = async (): Promise<number> => (await shown.boundingBox())?.height ?? 0;
    expect(await heightPx()).toBeLessThanOrEqual(1);
    await page.locator('tr:nth-child(2) td:nth-child(6) .cell').hover();
    const { y = 0, height = 0 } = (await shown.boundingBox()) ?? {};
    expect(height).toBeGreaterThan(40);
    expect(Math.round(y + height)).toBe(page.viewportSize()?.height);
    // The sticky headings are below the figures: with pointer events on, the element at the left edge is the figures.
    const uppermost = await page.evaluate(`(() => {
      const figures = document.querySelector('tr:nth-child(2) td:nth-child(6) .figures');
      figures.style.pointerEvents = 'auto';
      const found = document.elementFromPoint(30, ${y + height / 2});
      figures.style.pointerEvents = '';
      return figures.contains(found);
    })()`);
    expect(uppermost).toBe(true);
    await page.mouse.move(0, 0);
    expect(await heightPx()).toBeLessThanOrEqual(1);
    await page.locator('tr:nth-child(2) td:nth-child(5) .cell').focus();
    await page.keyboard.press('Tab');
    expect(await heightPx()).toBeGreaterThan(40);
  });

  test('keeps its headings visible while it scrolls', async () => {
    const opened = await browser.openFile(file, {}, 375);
    await opened.page.evaluate(`document.querySelector('.map').scrollTo(400, 300)`);
    const apart = (selector: string, side: 'left' | 'top') =>
      number(
        opened,
        `Math.abs(document.querySelector('${selector}').getBoundingClientRect().${side} - document.querySelector('.map').getBoundingClientRect().${side})`,
      );
    expect(await number(opened, `document.querySelector('.map').scrollLeft`)).toBe(400);
    expect(await apart('tbody tr:nth-child(12) th', 'left')).toBeLessThan(2);
    expect(await apart('thead th:nth-child(9)', 'top')).toBeLessThan(2);
  });

  test('fits a phone: the table scrolls, the page does not', async () => {
    const opened = await browser.openFile(file, {}, 375);
    expect(await number(opened, 'document.documentElement.scrollWidth')).toBe(375);
    expect(await number(opened, `document.querySelector('.map').scrollWidth`)).toBeGreaterThan(1000);
    expect(await number(opened, `document.querySelector('tbody th').getBoundingClientRect().height`)).toBeLessThan(80);
  });

  test('follows the reader’s colour scheme, with distinct steps and legible text on each', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const opened = await browser.openFile(file, { colorScheme });
      expect(await text(opened, 'getComputedStyle(document.body).backgroundColor')).toBe(
        colorScheme === 'dark' ? 'rgb(20, 23, 27)' : 'rgb(255, 255, 255)',
      );
      const steps = z.array(z.tuple([z.number(), z.number()])).parse(await opened.page.evaluate(luminances));
      expect(steps).toHaveLength(5);
      const grounds = steps.map(([ground]) => ground);
      // Distinct by lightness alone, without any perception of colour, and in one direction.
      expect(grounds).toEqual(grounds.toSorted((a, b) => (colorScheme === 'dark' ? a - b : b - a)));
      for (const [ground, ink] of steps) {
        expect((Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05)).toBeGreaterThan(4.5);
      }
      for (const [index, ground] of grounds.slice(1).entries()) {
        const before = grounds[index] ?? 0;
        expect((Math.max(ground, before) + 0.05) / (Math.min(ground, before) + 0.05)).toBeGreaterThan(1.15);
      }
    }
  });

  test('prints the whole table on one page of A4, landscape, light, with its colours', async () => {
    const opened = await browser.openFile(file, { media: 'print', colorScheme: 'dark' }, printed.widthPx);
    expect(await number(opened, 'document.documentElement.scrollWidth')).toBe(printed.widthPx);
    expect(await number(opened, `document.querySelector('.map').getBoundingClientRect().bottom`)).toBeLessThan(printed.heightPx);
    expect(await text(opened, `getComputedStyle(document.querySelector('thead th')).position`)).toBe('static');
    expect(await text(opened, 'getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    const pdf = (await opened.page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const boxes = [...pdf.matchAll(/\/MediaBox \[([^\]]+)\]/g)].map(([, box = '']) =>
      box.split(' ').map((size) => Math.round(Number(size))),
    );
    expect(boxes.length).toBeGreaterThan(0);
    expect(boxes.length).toBeLessThanOrEqual(3);
    expect(new Set(boxes.map(String))).toEqual(new Set(['0,0,842,595']));
  });
});

/** A4, landscape, without the margins of 8 mm, at 96 px an inch. */
const printed = { widthPx: Math.floor(((297 - 16) / 25.4) * 96), heightPx: Math.floor(((210 - 16) / 25.4) * 96) };

/** The relative luminance of each step's background and text in the legend (WCAG 2.2). */
const luminances = `(() => {
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/\\d+/g).map((value) => Number(value) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return [...document.querySelectorAll('.legend i')].map((step) => {
    const { backgroundColor, color } = getComputedStyle(step);
    return [luminance(backgroundColor), luminance(color)];
  });
})()`;
