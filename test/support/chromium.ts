import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A page opened from a file, and what it did that a report must not do. */
export interface Opened {
  readonly page: Page;
  /** Errors and warnings on its console, and exceptions. */
  readonly complaints: readonly string[];
  /** What it requested besides itself. */
  readonly requests: readonly string[];
}

type Look = Parameters<Page['emulateMedia']>[0];

/** A Chromium with a profile of its own; disposing of it removes both. */
export class Browser implements AsyncDisposable {
  readonly #context: BrowserContext;
  readonly #folder: string;

  constructor(context: BrowserContext, folder: string) {
    this.#context = context;
    this.#folder = folder;
  }

  static async start(executablePath: string): Promise<Browser> {
    const folder = mkdtempSync(join(tmpdir(), 'wraplab-browser-'));
    const context = await chromium.launchPersistentContext(join(folder, 'profile'), { executablePath, headless: true, args: switches });
    return new Browser(context, folder);
  }

  async open(html: string, look: Look = {}, width = 1200): Promise<Opened> {
    const file = join(mkdtempSync(join(this.#folder, 'page-')), 'report.html');
    writeFileSync(file, html);
    return this.openFile(file, look, width);
  }

  async openFile(file: string, look: Look = {}, width = 1200): Promise<Opened> {
    const page = await this.#context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia(look);
    await page.goto(pathToFileURL(file).href);
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    return { page, complaints, requests: requests.filter((url) => url !== pathToFileURL(file).href) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
