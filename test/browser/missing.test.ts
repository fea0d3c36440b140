import { expect, test } from 'vitest';
import { expectStream } from '../local/expect-stream.ts';
import { useReceiver } from '../local/use-receiver.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { overflowOf } from './axe.ts';
import { type BoardTab, openBoard } from './board-tab.ts';
import { useBrowser } from './chromium.ts';

const folder = useTempFolder('missing');
const receiver = useReceiver(folder);
const browser = useBrowser();

const board = (query = '') => `${receiver.url}/${query}#${receiver.token}`;
const started = (app: string, id: string, streamName = id) =>
  receiver.postHook(app, { action: 'liveStreamStarted', id, streamName, timestamp: Date.now() });
const missing = (tab: BoardTab) => tab.page.locator('.concerns li.missing');
/** Counts the requests of a path, without those of streams in trouble. */
const requests = (tab: BoardTab, path: string) =>
  tab.requestedUrls.map((url) => new URL(url)).filter((url) => url.pathname === path && !url.searchParams.has('status'))
    .length;

test('nothing is shown while every expected stream is live or waited for', async () => {
  await started('LiveApp', 'cam-1', 'Front door');
  await expectStream(folder, { id: 'cam-1' });
  await expectStream(folder, { id: 'cam-2', addedAt: Date.now() });
  const tab = await openBoard(browser(), board());
  await tab.waitForText('Front door');
  await tab.page.getByRole('region', { name: 'Nothing needs a look' }).waitFor();
});

test('a missing stream is shown above the list with its name and since when, until it is live again', async () => {
  const endedAt = Date.now() - 360_000;
  for (const [action, at] of [
    ['liveStreamStarted', endedAt - 60_000],
    ['liveStreamEnded', endedAt],
  ] as const)
    await receiver.postHook('LiveApp', { action, id: 'cam-3', streamName: 'Back door', timestamp: at });
  await expectStream(folder, { id: 'cam-3' });
  const tab = await openBoard(browser(), board());
  await tab.page.getByRole('region', { name: 'Needs a look' }).waitFor();
  await expect
    .poll(() => missing(tab).allTextContents())
    .toEqual([expect.stringMatching(/^Back doormissing for 6\smin\s\d+\ss, since .*\d\d:\d\d:\d\d$/)]);
  expect(await missing(tab).locator('time').getAttribute('datetime')).toBe(new Date(endedAt).toISOString());
  await started('LiveApp', 'cam-3');
  await missing(tab).waitFor({ state: 'detached' });
  expect(tab.errors).toEqual([]);
});

test('a filter by app filters them too; a stream that was never seen is missing since it was expected', async () => {
  await expectStream(folder, { app: 'Other', id: 'never' });
  await expectStream(folder, { id: 'never' });
  const tab = await openBoard(browser(), board('?app=Other'));
  await expect
    .poll(() => missing(tab).allTextContents())
    .toEqual([expect.stringMatching(/^nevermissing for .*, since /)]);
});

test('the latest six are shown, the others on demand; hostile ids are text and break nothing', async () => {
  const script = '<img src=x onerror="window.ran = 1">';
  const ids = [script, 'gate\u202Eevil', 'w'.repeat(390), 'javascript:window.ran=1', 'a/b?c#d', '..', ' '];
  for (const [index, id] of ids.entries())
    await expectStream(folder, { app: 'Odd', id, addedAt: Date.now() - 600_000 - index * 1_000 });
  const tab = await openBoard(browser(), board('?app=Odd'), { viewport: { width: 320, height: 700 } });
  await tab.waitForText(script);
  await tab.waitForText('gate\\u202eevil');
  await tab.page.getByText('1 more').click();
  await tab.waitForText('" "');
  expect(await missing(tab).count()).toBe(7);
  expect(await overflowOf(tab.page)).toBe(0);
  expect(await tab.page.evaluate('[window.ran, document.images.length]')).toEqual([undefined, 0]);
  await tab.page.getByRole('link', { name: 'a/b?c#d' }).click();
  await tab.waitForText(/^Expected, and missing for .* No hook of it has ever arrived/);
  expect(new URL(tab.page.url()).searchParams.get('id')).toBe('a/b?c#d');
});

test('few expected streams are asked for as often as the list, and once on the page of a stream', async () => {
  const tab = await openBoard(browser(), board());
  await expect.poll(() => requests(tab, '/streams'), { timeout: 20_000 }).toBe(2);
  expect(requests(tab, '/expected')).toBe(2);
  await tab.page.getByRole('link', { name: 'Front door' }).click();
  await expect.poll(() => requests(tab, '/stream'), { timeout: 20_000 }).toBe(2);
  expect(requests(tab, '/expected')).toBeLessThanOrEqual(3);
});

test('a receiver without expected streams shows the list, and is not asked again', async () => {
  const tab = await openBoard(browser(), 'about:blank');
  await tab.page.route(/\/expected$/, (route) => route.fulfill({ status: 404, json: { error: 'no such path' } }));
  await tab.page.goto(board());
  await tab.waitForText('Front door');
  await expect.poll(() => requests(tab, '/streams'), { timeout: 20_000 }).toBe(2);
  expect(requests(tab, '/expected')).toBe(1);
  expect(await tab.page.locator('.concerns li.missing, .request-error, .connection-lost:not(.none)').count()).toBe(0);
});

test('while expected streams cannot be read, the page says so and keeps the last ones', async () => {
  const tab = await openBoard(browser(), board('?app=Other'));
  await missing(tab).first().waitFor();
  await tab.page.route(/\/expected$/, (route) =>
    route.fulfill({ status: 503, json: { error: 'the table is unavailable' } }),
  );
  await tab.waitForText('The receiver returned an error (503).');
  expect(await missing(tab).count()).toBe(1);
  await tab.page.unroute(/\/expected$/);
  await tab.page.getByRole('button', { name: 'Retry now' }).click();
  await tab.waitForNoText('The receiver returned an error (503).');
});
