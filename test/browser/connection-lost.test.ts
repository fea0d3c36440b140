import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startReceiver } from '../../local/start-receiver.ts';
import { violationsOf } from './axe.ts';
import { openBoard } from './board-tab.ts';
import { useBrowser } from './chromium.ts';

const browser = useBrowser();

/** A receiver that can end and come back, at the same place with the same data. */
async function startRestartable() {
  const dataDir = await mkdtemp(join(tmpdir(), 'lost-'));
  const start = (port: number) => startReceiver({ port, host: '127.0.0.1', dataDir, log: () => {} });
  let receiver = await start(0);
  let isAway = false;
  const { url, token } = receiver;
  onTestFinished(async () => {
    if (!isAway) await receiver.close();
    await rm(dataDir, { recursive: true });
  });
  const away = async () => {
    await receiver.close();
    isAway = true;
  };
  const back = async () => {
    receiver = await start(Number(new URL(url).port));
    isAway = false;
  };
  return { url, token, away, back };
}

test('while the reader is away the last data stays, the page says so, tries again by itself, and at once when told to', async () => {
  const receiver = await startRestartable();
  const body = JSON.stringify({ action: 'liveStreamStarted', id: 'gate', timestamp: Date.now() });
  const headers = { 'content-type': 'application/json' };
  await fetch(`${receiver.url}/hooks/LiveApp/${receiver.token}`, { method: 'POST', body, headers });
  const opened = await openBoard(browser(), `${receiver.url}/#${receiver.token}`);
  await opened.waitForText('gate');
  await receiver.away();
  await opened.waitForText('The reader does not answer.');
  await opened.waitForText('What you see is the last that it told.');
  await opened.waitForText(/^Trying again/);
  expect(await opened.streamNames()).toEqual(['gate']);
  expect(await violationsOf(opened.page)).toEqual([]);
  await receiver.back();
  await opened.page.getByRole('button', { name: 'Try now' }).click();
  await opened.waitForNoText('The reader does not answer.');
  expect(await opened.streamNames()).toEqual(['gate']);
  await receiver.away();
  await opened.waitForText('The reader does not answer.');
  await receiver.back();
  await opened.waitForNoText('The reader does not answer.');
});
