import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { bundleVerifyStyle } from '../../../lab/bundling/verify-page.ts';
import { verifyPage } from '../../../lab/campaigns/verify/results/page/verify-html.ts';
import { findChromium } from '../../../lab/engine/debian/chromium.ts';
import { Browser, type Opened } from '../../support/chromium.ts';
import { fails, passes, resultOf, shownOf } from '../../support/verified.ts';

const executable = findChromium(process.env.PATH ?? '');
const number = async ({ page }: Opened, expression: string): Promise<number> => z.number().parse(await page.evaluate(expression));
const text = async ({ page }: Opened, expression: string): Promise<string> => z.string().parse(await page.evaluate(expression));

const files = {
  'hosts.allow': `${'mysqld, mariadbd: .corp.example '.repeat(9)}\nALL: 10.1.\n`,
  'hosts.deny': 'ALL: ALL\n',
  hosts: Array.from({ length: 3000 }, (_, index) => `10.1.${index >> 8}.${index & 255} web-${index}.corp.example`).join('\n'),
};
const warnings = [
  { file: 'hosts.allow', line: 1, weight: 'warning' as const, text: 'clients by name: the accept thread looks up every client' },
  { file: 'hosts', line: 1500, weight: 'note' as const, text: 'a finding in the middle' },
];
const changes = { since: '2026-01-01T10:20:30.000Z', said: ['hosts.allow has changed', 'dead: available: pass then, FAIL now'] };

describe.skipIf(executable === null)('index.html of verify, opened from a file in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wraplab-test-'));
  const file = join(folder, 'index.html');
  let browser: Browser;

  beforeAll(async () => {
    const faults = Array.from({ length: 12 }, (_, index) =>
      index % 3 === 0 ? { ...fails, fault: `slow:delay=${index}` } : { ...passes, fault: `none-${index}` },
    );
    mkdirSync(join(folder, 'runs/dead'), { recursive: true });
    writeFileSync(join(folder, 'runs/dead/report.html'), '<!doctype html><title>the report</title>');
    const reportOf = (run: string) => (run === 'runs/dead' ? 'runs/dead/report.html' : null);
    writeFileSync(file, verifyPage(shownOf(resultOf(faults, warnings, changes), files, reportOf), await bundleVerifyStyle()));
    browser = await Browser.start(executable ?? '');
  });
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test('makes no request, logs no error, and links runs to their reports', async () => {
    const opened = await browser.openFile(file);
    const links = z.array(z.string()).parse(await opened.page.evaluate(`[...document.querySelectorAll('a')].map((each) => each.href)`));
    expect(links).toHaveLength(4);
    expect(links.filter((href) => !existsSync(fileURLToPath(href)))).toEqual([]);
    expect(opened.requests).toEqual([]);
    expect(opened.complaints).toEqual([]);
    await opened.page.getByRole('link').first().click();
    expect(await opened.page.title()).toBe('the report');
  });

  test.each([1200, 390])('fits a window of %i pixels: nothing is wider than the page', async (width) => {
    const opened = await browser.openFile(file, {}, width);
    expect(await number(opened, 'document.documentElement.scrollWidth')).toBe(width);
    const beyond = await number(
      opened,
      `[...document.querySelectorAll('.line, .finding, td, li')].filter((each) => each.getBoundingClientRect().right > ${width}).length`,
    );
    expect(beyond).toBe(0);
  });

  test('puts a finding right below its line, and opens only files that have one', async () => {
    const opened = await browser.openFile(file);
    const between = `(() => {
      const finding = document.querySelector('.finding');
      return finding.getBoundingClientRect().top - finding.previousElementSibling.getBoundingClientRect().bottom;
    })()`;
    expect(await number(opened, between)).toBeLessThan(10);
    expect(await text(opened, `document.querySelector('.finding').previousElementSibling.textContent`)).toMatch(/^1mysqld/);
    expect(await text(opened, `[...document.querySelectorAll('details')].map((each) => each.open).join()`)).toBe('true,false,true');
    expect(await number(opened, `document.querySelectorAll('details:last-of-type .line').length`)).toBe(5);
  });

  test('follows the reader’s colour scheme with legible text on lines with findings, and prints light', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const opened = await browser.openFile(file, { colorScheme });
      expect(await text(opened, 'getComputedStyle(document.body).backgroundColor')).toBe(
        colorScheme === 'dark' ? 'rgb(20, 23, 27)' : 'rgb(255, 255, 255)',
      );
    }
    const printed = await browser.openFile(file, { media: 'print', colorScheme: 'dark' }, 700);
    expect(await text(printed, 'getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await number(printed, 'document.documentElement.scrollWidth')).toBe(700);
  });
});
