import { expect, test } from 'vitest';
import { startOfHour, startOfMinute } from '../../lambda/table/row-keys.ts';
import { refuse } from '../local/refuse.ts';
import { useReceiver } from '../local/use-receiver.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { overflowOf } from './axe.ts';
import { type BoardTab, openBoard } from './board-tab.ts';
import { useBrowser } from './chromium.ts';

const folder = useTempFolder('refused');
const receiver = useReceiver(folder);
const browser = useBrowser();

const board = (query = '') => `${receiver.url}/${query}#${receiver.token}`;
const refused = (tab: BoardTab) => tab.page.locator('.concerns li.refused');
/** Counts the requests of a path, without those of streams in trouble. */
const requests = (tab: BoardTab, path: string) =>
  tab.requestedUrls.map((url) => new URL(url)).filter((url) => url.pathname === path && !url.searchParams.has('status'))
    .length;
const minutesAgo = (minutes: number) => startOfMinute(Date.now()) - minutes * 60_000;

test('nothing is shown while nobody was refused in the last hour', async () => {
  await receiver.postHook('LiveApp', {
    ...{ action: 'liveStreamStarted', id: 'cam-1', streamName: 'Front door', timestamp: Date.now() },
  });
  await refuse(folder, { at: minutesAgo(61) });
  const tab = await openBoard(browser(), board());
  await tab.waitForText('Front door');
  await expect.poll(() => requests(tab, '/refusals')).toBe(1);
  expect(await refused(tab).count()).toBe(0);
});

test('a refusal says which stream, who, how often, when last, why and what to do; a stream that exists is linked', async () => {
  const latest = minutesAgo(1);
  await refuse(folder, { count: 3, at: minutesAgo(2) }, { count: 2, at: latest });
  await refuse(folder, { id: 'nowhere', use: 'play', reason: 'expired', at: minutesAgo(4) });
  await refuse(folder, { id: null, reason: 'unreadable', at: minutesAgo(5) });
  const tab = await openBoard(browser(), board());
  await tab.page.getByRole('region', { name: 'Needs a look' }).waitFor();
  await expect
    .poll(() => refused(tab).allTextContents())
    .toEqual([
      expect.stringMatching(
        /^Front doorPublisher refused 5 times, last at .*\d\d:\d\d: it had no key\. Give the encoder/,
      ),
      expect.stringMatching(
        /^LiveApp \/ nowherePlayer refused 1 time, last at .*: its key has expired\. Make a new key/,
      ),
      expect.stringMatching(/^LiveAppPublisher refused 1 time, .*: the question of the media server could not be read/),
    ]);
  expect(await refused(tab).first().locator('time').getAttribute('datetime')).toBe(new Date(latest).toISOString());
  expect(await refused(tab).getByRole('link').allTextContents()).toEqual(['Front door']);
  await refused(tab).getByRole('link').click();
  await tab.waitForText('History');
  expect(tab.errors).toEqual([]);
});

test('a filter by app filters them; six are shown, the others on demand; hostile ids are text and break nothing', async () => {
  const script = '<img src=x onerror="window.ran = 1">';
  const ids = [script, 'gate\u202Eevil', 'w'.repeat(390), 'javascript:window.ran=1/***', '..', ' ', 'one more'];
  await refuse(folder, ...ids.map((id, index) => ({ app: 'Odd', id, at: minutesAgo(index + 1) })));
  const tab = await openBoard(browser(), board('?app=Odd'), { viewport: { width: 320, height: 700 } });
  await tab.waitForText(script);
  await tab.waitForText('gate\\u202eevil');
  await tab.page.getByText('1 more').click();
  await tab.waitForText('javascript:window.ran=1/***');
  expect(await refused(tab).count()).toBe(7);
  expect(await refused(tab).getByRole('link').count()).toBe(0);
  expect(await overflowOf(tab.page)).toBe(0);
  expect(await tab.page.evaluate('[window.ran, document.images.length]')).toEqual([undefined, 0]);
});

test('they are asked for less often than the list, and not on the page of a stream', async () => {
  const tab = await openBoard(browser(), board());
  await expect.poll(() => requests(tab, '/streams'), { timeout: 20_000 }).toBe(3);
  const asked = requests(tab, '/refusals');
  expect(asked).toBeLessThan(3);
  await refused(tab).getByRole('link').click();
  await expect.poll(() => requests(tab, '/stream'), { timeout: 20_000 }).toBe(2);
  expect(requests(tab, '/refusals')).toBe(asked);
});

test('a receiver without refusals shows the list, and is not asked again', async () => {
  const tab = await openBoard(browser(), 'about:blank');
  await tab.page.route(/\/refusals\?/, (route) => route.fulfill({ status: 404, json: { error: 'no such path' } }));
  await tab.page.goto(board());
  await tab.waitForText('Front door');
  await expect.poll(() => requests(tab, '/streams'), { timeout: 20_000 }).toBe(2);
  expect(requests(tab, '/refusals')).toBe(1);
  expect(await tab.page.locator('.concerns li.refused, .request-error, .connection-lost:not(.none)').count()).toBe(0);
});

test('of more than a page it is said that only the latest rows are counted, and of those by the hour that the last may be later', async () => {
  const hour = startOfHour(Date.now());
  await refuse(folder, ...Array.from({ length: 100 }, (_, n) => ({ app: 'Full', id: `cam-${n}`, at: minutesAgo(0) })));
  await refuse(folder, { app: 'Hourly', id: null, at: hour });
  const tab = await openBoard(browser(), board('?app=Full'));
  await refused(tab).first().waitFor();
  expect(await tab.page.getByText('Refusals: of the latest 100 rows.').count()).toBe(0);
  await refuse(folder, { app: 'Full', id: 'one-more', at: minutesAgo(0) });
  await tab.page.goto(board('?app=Hourly'));
  await expect
    .poll(() => refused(tab).allTextContents())
    .toEqual([expect.stringMatching(/ at \d\d:00 or later: it had/)]);
  await tab.page.goto(board('?app=Full'));
  await tab.waitForText('Refusals: of the latest 100 rows.');
});
