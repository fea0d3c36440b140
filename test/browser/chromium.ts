import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';
import { beforeAll, beforeEach } from 'vitest';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** The reason for skipping tests that need a browser; undefined when there is one. */
export const skipReason = existsSync(executablePath)
  ? undefined
  : `found no ${executablePath}: install Chromium (Debian: apt-get install chromium), or set CHROMIUM to another path`;

/** No sandbox: the browser opens only pages of this project. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Time for the receiver to answer the last requests of a closed browser before it may end, in ms. */
const SETTLE_MS = 500;

/** Starts a browser for the tests of a file, and returns a function that returns it. */
export function useBrowser(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (skipReason !== undefined) return console.warn(`Browser tests are skipped: ${skipReason}.`);
    browser = await chromium.launch({ executablePath, args });
    return async () => {
      await browser?.close();
      await setTimeout(SETTLE_MS);
    };
  });
  beforeEach(({ skip }) => skip(skipReason !== undefined, skipReason));
  return () => {
    if (browser === undefined) throw new Error('The browser has not been started yet: call this only inside of a test');
    return browser;
  };
}
