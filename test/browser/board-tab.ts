import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

/** Time limit for a page to show new data, in ms: it refreshes every 5 s, and the machine may be busy. */
const SOON_MS = 20_000;

/** A browser tab with the board in it (a page object). */
export class BoardTab {
  readonly page: Page;
  /** Errors on the console, uncaught errors, and violations of the content policy. */
  readonly errors: string[] = [];
  /** The URLs of all requests. */
  readonly requestedUrls: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(SOON_MS);
    page.on('console', (message) => message.type() === 'error' && this.errors.push(message.text()));
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('request', (request) => this.requestedUrls.push(request.url()));
  }

  /** Opens another tab of the same browser, which shares its storage. */
  async openTab(url: string): Promise<BoardTab> {
    const tab = new BoardTab(await this.page.context().newPage());
    await tab.page.goto(url);
    return tab;
  }

  /** Waits until a text is visible. */
  waitForText(text: string | RegExp): Promise<void> {
    return this.page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  /** Waits until a text is no longer visible. */
  async waitForNoText(text: string): Promise<void> {
    await expect.poll(() => this.page.getByText(text).filter({ visible: true }).count(), { timeout: SOON_MS }).toBe(0);
  }

  /** Returns the names of the streams on the page, in order. */
  streamNames(): Promise<string[]> {
    return this.page.locator('.streams .stream-cell > a').allTextContents();
  }

  /** Simulates that the window is hidden, or visible again. */
  setHidden(hidden: boolean): Promise<unknown> {
    return this.page.evaluate(`
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${hidden} });
      document.dispatchEvent(new Event('visibilitychange'));
    `);
  }
}

/** A script that logs violations of the content policy as errors on the console. */
const reportViolations = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('refused by the policy: ' + violatedDirective + ' ' + blockedURI));`;

/** Opens the board in a new browser context, until the test is over. */
export async function openBoard(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<BoardTab> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, ...options });
  onTestFinished(() => context.close());
  await context.addInitScript(reportViolations);
  const tab = new BoardTab(await context.newPage());
  await tab.page.goto(url);
  return tab;
}
