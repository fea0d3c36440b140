import { describe, expect, test } from 'vitest';
import { REFRESH_MS } from '../../board/backoff.ts';
import { sendScenarios } from '../../cli/simulate/run-simulation.ts';
import { recommendedSettings } from '../../words/media-server-settings.ts';
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
  test('explains how to point Ant Media Server here while there are no streams', async () => {
    const tab = await openBoard(browser(), board());
    await tab.waitForText('No streams yet');
    const settings = recommendedSettings(`${receiver.url}/hooks/LiveApp/TOKEN`);
    expect(await tab.page.locator('.empty pre').textContent()).toBe(settings);
    await tab.waitForText('npm run simulate');
  });

  test('shows a stream that starts and ends, without a reload', async () => {
    const tab = await openBoard(browser(), board());
    await tab.waitForText('No streams yet');
    await receiver.postHook('LiveApp', started('gate'));
    await tab.page.locator('tr.is-live', { hasText: 'gate' }).waitFor();
    await receiver.postHook('LiveApp', ended('gate'));
    await tab.page.locator('tr.is-ended', { hasText: 'gate' }).waitFor();
    expect(tab.errors).toEqual([]);
  });

  test("counts the duration by the receiver's clock, whatever the viewer's clock says", async () => {
    await receiver.postHook('LiveApp', started('long', Date.now() - 3_600_000));
    const tab = await openBoard(browser(), 'about:blank');
    await tab.page.clock.setSystemTime(Date.now() + 86_400_000);
    await tab.page.goto(board());
    const duration = tab.page.locator('tr', { hasText: 'long' }).locator('[data-head=Duration]');
    await expect.poll(() => duration.textContent()).toMatch(/^1\sh\s[0-2]\smin$/);
  });

  test('shows the bitrate, and a line of it, from the heartbeats since the page was opened', async () => {
    const beat = (at: number, totalByteReceived: number) => ({
      ...{ action: 'liveStreamStatus', id: 'dock', timestamp: at, totalByteReceived },
      ...{ width: 1920, height: 1080, speed: 1.01, dropFrameCountInEncoding: 3, dropPacketCountInIngestion: 1 },
    });
    const at = Date.now() - 10_000;
    await receiver.postHook('LiveApp', beat(at, 1_000_000));
    const tab = await openBoard(browser(), board());
    const row = tab.page.locator('tr', { hasText: 'dock' });
    await expect.poll(() => row.textContent()).toContain('1920×1080');
    expect(await row.textContent()).toMatch(/inferred.*1\.01×.*–/);
    await receiver.postHook('LiveApp', beat(at + 5_000, 2_250_000));
    await expect.poll(() => row.textContent()).toMatch(/2\.00\sMbit\/s/);
    await receiver.postHook('LiveApp', beat(at + 9_000, 3_250_000));
    await row
      .getByRole('img', { name: /^Bitrate in this session since the page was opened: 2\.00 Mbit\/s to/ })
      .waitFor();
  });

  test('is filtered by text, app and status, and sorted; the address bar has the view, and back returns to the last one', async () => {
    await receiver.postHook('Other', started('zebra'));
    await sendScenarios(simulatorSettings(receiver, { scenario: 'recording,errors' }));
    const tab = await openBoard(browser(), board());
    await tab.waitForText('zebra');
    await tab.page.getByLabel('Search').fill('ZEB');
    await tab.page.keyboard.press('Enter');
    await expect.poll(() => tab.streamNames()).toEqual(['zebra']);
    await tab.waitForText(/^1\sstream$/);
    expect(tab.page.url()).toBe(`${receiver.url}/?text=ZEB`);
    await tab.page.getByLabel('Search').fill('');
    await tab.page.keyboard.press('Enter');
    await tab.waitForText('Front door');
    await tab.page.getByLabel('Status').selectOption('ended');
    await tab.waitForNoText('zebra');
    await tab.page.getByRole('button', { name: 'Stream' }).click();
    await expect.poll(() => tab.streamNames()).toEqual(['Front door', 'gate', 'Lobby']);
    await tab.page.goBack();
    await tab.waitForText('zebra');
    await tab.page.getByLabel('App').fill('Other');
    await tab.page.waitForTimeout(REFRESH_MS + 1_000); // a half-typed app survives a refresh
    await tab.page.keyboard.press('Enter');
    await expect.poll(() => tab.streamNames()).toEqual(['zebra']);
    const shared = await openBoard(browser(), `${tab.page.url()}#${receiver.token}`);
    await expect.poll(() => shared.streamNames()).toEqual(['zebra']);
  });
});

test('a laptop shows at least 18 streams at once, one line each, also while something needs a look', async () => {
  await receiver.postHooks('Rows', 40, (n) => started(`row-${n}`));
  await receiver.postHooks('Rows', 6, (n) => ({ action: 'endpointFailed', id: `row-${n}`, timestamp: Date.now() }));
  const tab = await openBoard(browser(), board('?app=Rows'), { viewport: { width: 1280, height: 800 } });
  await expect.poll(() => tab.page.locator('.concerns li').count()).toBe(6);
  const bottoms = await tab.page
    .locator('.streams tbody tr')
    .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().bottom));
  expect(bottoms.filter((bottom) => bottom <= 800).length).toBeGreaterThanOrEqual(18);
});

test('an answer that was ignored while the page was hidden is not taken for the one on the page', async () => {
  await receiver.postHook('Ignored', started('gate'));
  const tab = await openBoard(browser(), board('?app=Ignored'));
  await tab.page.locator('tr.is-live', { hasText: 'gate' }).waitFor();
  await receiver.postHook('Ignored', ended('gate'));
  await tab.page.route(/\/streams\?/, async (route) => {
    const response = await route.fetch();
    await tab.setHidden(true); // the page is hidden before the answer arrives
    await route.fulfill({ response });
  });
  await tab.setHidden(true);
  await tab.setHidden(false);
  await tab.page.waitForResponse(/\/streams\?/);
  await tab.page.unroute(/\/streams\?/);
  await tab.setHidden(false);
  await tab.page.locator('tr.is-ended', { hasText: 'gate' }).waitFor();
});

test('a list of several pages says so, and links to older streams and back', async () => {
  await receiver.postHooks('Many', 51, (n) => started(`m-${n}`, Date.now() - n * 1_000));
  const tab = await openBoard(browser(), board('?app=Many'));
  await tab.waitForText(/^50\sstreams on this page, more on the next$/);
  await tab.page.getByRole('link', { name: 'Older' }).click();
  await expect.poll(() => tab.streamNames()).toEqual(['m-50']);
  await tab.page.getByRole('link', { name: 'Newer' }).click();
  await expect.poll(async () => (await tab.streamNames()).length).toBe(50);
});

test('a refresh is one request for the list, the counts, the expected streams and at times the refusals; a hidden page sends none', async () => {
  const tab = await openBoard(browser(), board());
  await tab.page.locator('.streams').first().waitFor();
  const requests = () =>
    tab.requestedUrls
      .map((url) => new URL(url))
      .filter(({ pathname, searchParams }) => pathname !== '/' && !searchParams.has('status')) // of streams in trouble
      .map(({ pathname }) => pathname);
  const first = ['/counts', '/expected', '/refusals', '/streams'];
  expect(requests().toSorted()).toEqual(first);
  await tab.setHidden(true);
  await tab.page.waitForTimeout(7_000);
  expect(requests()).toHaveLength(first.length);
  await tab.setHidden(false);
  const nextOnes = () =>
    requests()
      .slice(first.length)
      .filter((path) => path !== '/refusals');
  await expect.poll(() => nextOnes().slice(0, 3).toSorted()).toEqual(['/counts', '/expected', '/streams']);
});
