import { describe, expect, test } from 'vitest';
import { REFRESH_MS } from '../../board/backoff.ts';
import { recommendedSettings } from '../../board/media-server-settings.ts';
import { sendScenarios } from '../../cli/simulate/run-simulation.ts';
import { useReceiver } from '../local/use-receiver.ts';
import { openBoard } from './board-tab.ts';
import { useBrowser } from './chromium.ts';
import { simulatorSettings } from './simulator-settings.ts';

const receiver = useReceiver();
const browser = useBrowser();

const board = (query = '') => `${receiver.url}/${query}#${receiver.token}`;
const started = (id: string, timestamp = Date.now()) => ({
  action: 'liveStreamStarted',
  id,
  streamName: id,
  timestamp,
});
const ended = (id: string) => ({ action: 'liveStreamEnded', id, timestamp: Date.now() });

describe('the list of streams', () => {
  test('tells how to point Ant Media Server here while nothing was heard of', async () => {
    const opened = await openBoard(browser(), board());
    await opened.waitForText('No stream was heard of yet');
    const settings = recommendedSettings(`${receiver.url}/hooks/LiveApp/TOKEN`);
    expect(await opened.page.locator('.empty pre').textContent()).toBe(settings);
    await opened.waitForText('npm run simulate');
  });

  test('shows a stream that begins and one that ends, without a reload', async () => {
    const opened = await openBoard(browser(), board());
    await opened.waitForText('No stream was heard of yet');
    await receiver.postHook('LiveApp', started('gate'));
    await opened.page.locator('tr.is-live', { hasText: 'gate' }).waitFor();
    await receiver.postHook('LiveApp', ended('gate'));
    await opened.page.locator('tr.is-ended', { hasText: 'gate' }).waitFor();
    expect(opened.errors).toEqual([]);
  });

  test("counts the duration by the server's clock, whatever the viewer's says", async () => {
    await receiver.postHook('LiveApp', started('long', Date.now() - 3_600_000));
    const opened = await openBoard(browser(), 'about:blank');
    await opened.page.clock.setSystemTime(Date.now() + 86_400_000);
    await opened.page.goto(board());
    const duration = opened.page.locator('tr', { hasText: 'long' }).locator('[data-head=Duration]');
    await expect.poll(() => duration.textContent()).toMatch(/^1\sh\s[0-2]\smin$/);
  });

  test('tells bitrate and a line of it from the heartbeats that it has seen', async () => {
    const beat = (at: number, totalByteReceived: number) => ({
      ...{ action: 'liveStreamStatus', id: 'dock', timestamp: at, totalByteReceived },
      ...{ width: 1920, height: 1080, speed: 1.01, dropFrameCountInEncoding: 3, dropPacketCountInIngestion: 1 },
    });
    const at = Date.now() - 10_000;
    await receiver.postHook('LiveApp', beat(at, 1_000_000));
    const opened = await openBoard(browser(), board());
    const row = opened.page.locator('tr', { hasText: 'dock' });
    await expect.poll(() => row.textContent()).toContain('1920×1080');
    expect(await row.textContent()).toMatch(/inferred.*1\.01×.*3\sframes.*1\spacket/);
    await receiver.postHook('LiveApp', beat(at + 5_000, 2_250_000));
    await expect.poll(() => row.textContent()).toMatch(/2\.00\sMbit\/s/);
    await receiver.postHook('LiveApp', beat(at + 9_000, 3_250_000));
    await row.getByRole('img', { name: /^Bitrate between 2\.00 Mbit\/s and/ }).waitFor();
  });

  test('is filtered by text, app and status, and sorted; the address bar carries it, and back goes back', async () => {
    await receiver.postHook('Other', started('zebra'));
    await sendScenarios(simulatorSettings(receiver, { scenario: 'recording,errors' }));
    const opened = await openBoard(browser(), board());
    await opened.waitForText('zebra');
    await opened.page.getByLabel('Text').fill('ZEB');
    await expect.poll(() => opened.streamNames()).toEqual(['zebra']);
    await opened.waitForText(/^1 of \d+\sstreams/);
    expect(opened.page.url()).toBe(`${receiver.url}/?text=ZEB`);
    await opened.page.getByLabel('Text').fill('');
    await opened.page.getByLabel('Status').selectOption('ended');
    await opened.waitForNoText('zebra');
    await opened.page.getByLabel('Order').selectOption('name');
    await expect.poll(() => opened.streamNames()).toEqual(['Front door', 'gate', 'Lobby']);
    await opened.page.goBack();
    await opened.waitForText('zebra');
    await opened.page.getByLabel('App').fill('Other');
    await opened.page.waitForTimeout(REFRESH_MS + 1_000); // what is half typed outlives a refresh
    await opened.page.keyboard.press('Enter');
    await expect.poll(() => opened.streamNames()).toEqual(['zebra']);
    const shared = await openBoard(browser(), `${opened.page.url()}#${receiver.token}`);
    await expect.poll(() => shared.streamNames()).toEqual(['zebra']);
  });
});

test('a list of more than a page says that text and order apply to what is loaded, and leads to older streams and back', async () => {
  await Promise.all(
    Array.from({ length: 101 }, (_, n) => receiver.postHook('Many', started(`m-${n}`, Date.now() - n * 1_000))),
  );
  const opened = await openBoard(browser(), board('?app=Many'));
  await opened.waitForText('100 streams loaded of more: text and order apply to these');
  await opened.page.getByRole('link', { name: 'Older' }).click();
  await expect.poll(() => opened.streamNames()).toEqual(['m-100']);
  await opened.page.getByRole('link', { name: 'Newer' }).click();
  await expect.poll(async () => (await opened.streamNames()).length).toBe(100);
});

test('a refresh is one request, and a hidden page makes none', async () => {
  const opened = await openBoard(browser(), board());
  await opened.page.locator('.streams').waitFor();
  const asked = () => opened.requestedUrls.filter((url) => new URL(url).pathname !== '/');
  expect(asked()).toHaveLength(1);
  await opened.setHidden(true);
  await opened.page.waitForTimeout(7_000);
  expect(asked()).toHaveLength(1);
  await opened.setHidden(false);
  await expect.poll(() => asked().length).toBe(2);
});
