import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

/** How long a page may take to show what it was told, in ms: it asks every 5 s, and the machine may be busy. */
const SOON_MS = 20_000;

/** A page with a board in it, and what must not happen there. */
export class BoardTab {
  readonly page: Page;
  /** What the console said, what was thrown, what the policy refused. */
  readonly errors: string[] = [];
  /** The URLs that were asked for. */
  readonly requestedUrls: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(SOON_MS);
    page.on('console', (message) => message.type() === 'error' && this.errors.push(message.text()));
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('request', (request) => this.requestedUrls.push(request.url()));
  }

  /** Opens another tab of the same browser, whose pages and storage it shares. */
  async openTab(url: string): Promise<BoardTab> {
    const tab = new BoardTab(await this.page.context().newPage());
    await tab.page.goto(url);
    return tab;
  }

  /** Waits until a text is to be seen. */
  waitForText(text: string | RegExp): Promise<void> {
    return this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** Waits until a text is gone. */
  async waitForNoText(text: string): Promise<void> {
    await expect.poll(() => this.page.getByText(text).filter({ visible: true }).count(), { timeout: SOON_MS }).toBe(0);
  }

  /** The names of the streams that are shown, as they stand there. */
  streamNames(): Promise<string[]> {
    return this.page.locator('.streams .who > a').allTextContents();
  }

  /** Acts as if the window were out of sight, or in it again. */
  setHidden(hidden: boolean): Promise<unknown> {
    return this.page.evaluate(`
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${hidden} });
      document.dispatchEvent(new Event('visibilitychange'));
    `);
  }
}

/** Whatever the policy refuses is a complaint of the console, in words of the test's own. */
const reportViolations = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('refused by the policy: ' + violatedDirective + ' ' + blockedURI));`;

/** Opens the board, until the test is over. */
export async function openBoard(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<BoardTab> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, ...options });
  onTestFinished(() => context.close());
  await context.addInitScript(reportViolations);
  const tab = new BoardTab(await context.newPage());
  await tab.page.goto(url);
  return tab;
}
