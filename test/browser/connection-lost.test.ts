import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startReceiver } from '../../local/start-receiver.ts';
import { violationsOf } from './axe.ts';
import { openBoard } from './board-tab.ts';
import { useBrowser } from './chromium.ts';

const browser = useBrowser();

/** Not `not updated for …`. */
const freshText = /updated \d/;

/** Starts a receiver that can be stopped and restarted on the same port with the same data. */
async function startRestartable() {
  const dataDir = await mkdtemp(join(tmpdir(), 'lost-'));
  const start = (port: number) => startReceiver({ port, host: '127.0.0.1', dataDir, log: () => {} });
  let receiver = await start(0);
  let isStopped = false;
  const { url, token } = receiver;
  onTestFinished(async () => {
    if (!isStopped) await receiver.close();
    await rm(dataDir, { recursive: true });
  });
  const stop = async () => {
    await receiver.close();
    isStopped = true;
  };
  const restart = async () => {
    receiver = await start(Number(new URL(url).port));
    isStopped = false;
  };
  return { url, token, stop, restart };
}

test('while the receiver is away the page says so, shows the last data, and retries on its own and on demand', async () => {
  const receiver = await startRestartable();
  const body = JSON.stringify({ action: 'liveStreamStarted', id: 'gate', timestamp: Date.now() });
  const headers = { 'content-type': 'application/json' };
  await fetch(`${receiver.url}/hooks/LiveApp/${receiver.token}`, { method: 'POST', body, headers });
  const tab = await openBoard(browser(), `${receiver.url}/#${receiver.token}`);
  await tab.waitForText('gate');
  await receiver.stop();
  await tab.waitForText('The receiver is not responding.');
  await tab.waitForText('This page shows the last data received.');
  await tab.waitForText(/^Retrying/);
  await tab.waitForText(/not updated for/);
  expect(await tab.page.locator('.fresh.old').count()).toBe(1); // its colour and shape
  expect(await tab.streamNames()).toEqual(['gate']);
  expect(await violationsOf(tab.page)).toEqual([]);
  await receiver.restart();
  await tab.page.getByRole('button', { name: 'Retry now' }).click();
  await tab.waitForNoText('The receiver is not responding.');
  await tab.waitForText(freshText);
  expect(await tab.page.locator('.fresh.old').count()).toBe(0);
  expect(await tab.streamNames()).toEqual(['gate']);
  await receiver.stop();
  await tab.waitForText('The receiver is not responding.');
  await receiver.restart();
  await tab.waitForNoText('The receiver is not responding.');
});

test('the mark of fresh data changes with the notice, not after it', async () => {
  const receiver = await startRestartable();
  const tab = await openBoard(browser(), `${receiver.url}/?page=servers#${receiver.token}`);
  await tab.waitForText(freshText);
  const { page } = tab;
  await page.evaluate(`new MutationObserver(() => {
    if (document.querySelector('.connection-lost strong') === null) return;
    window.marks ??= document.querySelector('.fresh').className;
  }).observe(document.body, { subtree: true, childList: true, attributes: true })`);
  await receiver.stop();
  await tab.waitForText('The receiver is not responding.');
  await expect.poll(() => page.evaluate('window.marks')).toBe('fresh old');
});

test('data is not fresh while its requests are not answered in time, and is again once they are', async () => {
  const receiver = await startRestartable();
  const tab = await openBoard(browser(), `${receiver.url}/?page=servers#${receiver.token}`);
  await tab.waitForText(freshText);
  let answer = () => {};
  const isAnswered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await tab.page.route(/\/servers$/, async (route) => {
    await isAnswered;
    await route.continue();
  });
  await tab.waitForText(/not updated for 1\d\ss/);
  expect(await tab.page.getByText('The receiver is not responding.').count()).toBe(0);
  answer();
  await tab.waitForText(freshText);
});
