import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A page, and what to take of it. */
export interface Sitting {
  readonly html: string;
  /** Width of the window in CSS pixels. */
  readonly width: number;
  /** The element to take, by its CSS selector. */
  readonly of: string;
  /** How much of its height to take, in CSS pixels. Default: all. */
  readonly height?: number;
}

/** The Debian package's Chromium runs as root in tests and CI: without its sandbox, on pages that the lab itself has made. */
const switches = ['--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--font-render-hinting=none'];

/** Pictures (PNG) of pages, one each, taken in this Chromium. */
export async function photograph(executablePath: string, sittings: readonly Sitting[]): Promise<Buffer[]> {
  // For work on the lab itself: its users do not have this package.
  const { chromium } = await import('playwright-core');
  const folder = mkdtempSync(join(tmpdir(), 'wraplab-pictures-'));
  const browser = await chromium.launch({ executablePath, headless: true, args: switches });
  try {
    const pictures: Buffer[] = [];
    for (const [index, { html, width, height, of }] of sittings.entries()) {
      const file = join(folder, `${index}.html`);
      writeFileSync(file, html);
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: 'dark' });
      await page.goto(pathToFileURL(file).href);
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
      const box = await page.locator(of).boundingBox();
      const clip = box === null || height === undefined ? null : { ...box, height: Math.min(height, box.height) };
      pictures.push(clip === null ? await page.locator(of).screenshot() : await page.screenshot({ clip, fullPage: true }));
      await page.close();
    }
    return pictures;
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
