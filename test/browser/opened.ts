import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

/** How long a page may take to show what it was told, in ms: it asks every 5 s, and the machine may be busy. */
const SOON_MS = 20_000;

/** A page with a board in it, and what must not happen there. */
export class Opened {
  readonly page: Page;
  /** What the console said, what was thrown, what the policy refused. */
  readonly complaints: string[] = [];
  /** The URLs that were asked for. */
  readonly urls: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(SOON_MS);
    page.on('console', (message) => message.type() === 'error' && this.complaints.push(message.text()));
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('request', (request) => this.urls.push(request.url()));
  }

  /** Opens another tab of the same browser, whose pages and storage it shares. */
  async tab(url: string): Promise<Opened> {
    const opened = new Opened(await this.page.context().newPage());
    await opened.page.goto(url);
    return opened;
  }

  /** Waits until a text is to be seen. */
  see(text: string | RegExp): Promise<void> {
    return this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** Waits until a text is gone. */
  async miss(text: string): Promise<void> {
    await expect.poll(() => this.page.getByText(text).filter({ visible: true }).count(), { timeout: SOON_MS }).toBe(0);
  }

  /** The names of the streams that are shown, as they stand there. */
  names(): Promise<string[]> {
    return this.page.locator('.streams .who > a').allTextContents();
  }

  /** Acts as if the window were out of sight, or in it again. */
  hide(hidden: boolean): Promise<unknown> {
    return this.page.evaluate(`
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${hidden} });
      document.dispatchEvent(new Event('visibilitychange'));
    `);
  }
}

/** Whatever the policy refuses is a complaint of the console, in words of the test's own. */
const tellRefused = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('refused by the policy: ' + violatedDirective + ' ' + blockedURI));`;

/** Opens the board, until the test is over. */
export async function open(browser: Browser, url: string, look: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, ...look });
  onTestFinished(() => context.close());
  await context.addInitScript(tellRefused);
  const opened = new Opened(await context.newPage());
  await opened.page.goto(url);
  return opened;
}
