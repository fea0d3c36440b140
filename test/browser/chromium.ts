import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';
import { beforeAll, beforeEach } from 'vitest';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Why there is no browser, where there is none: tests that need it are skipped. */
export const skipReason = existsSync(executablePath)
  ? undefined
  : `found no ${executablePath}: install Chromium (Debian: apt-get install chromium), or name another in CHROMIUM`;

/** It talks to the receiver alone, and needs no sandbox: it opens nobody else's pages. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What was asked last is answered to nobody, and then the receiver may end, in ms. */
const SETTLE_MS = 500;

/** A browser for the tests of a file. */
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
    if (browser === undefined) throw new Error('the browser has not been started: ask for it inside of a test');
    return browser;
  };
}
