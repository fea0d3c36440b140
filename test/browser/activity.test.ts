import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../lib/settings/read-settings.ts';
import { IN_MEMORY } from '../../local/data-dir/data-dir.ts';
import { startReceiver } from '../../local/start-receiver.ts';
import { presumeEnd } from '../local/presume-end.ts';
import { useReceiver } from '../local/use-receiver.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { overflowOf, violationsOf } from './axe.ts';
import { openBoard } from './board-tab.ts';
import { skipReason, useBrowser } from './chromium.ts';

const folder = useTempFolder('activity');
const receiver = useReceiver(folder);
const browser = useBrowser();

/** The viewer's zone is ahead of UTC, so that no day of theirs is one of UTC. */
const timezoneId = 'Asia/Kolkata';
const DAY_MS = 86_400_000;
/** The day before this one, in UTC. */
const DAY = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
const dayQuery = `${new URLSearchParams({ from: `${DAY}T00:00:00+05:30`, to: `${DAY}T23:59:59.999+05:30` })}`;

const script = '</script><script>window.ran = 1</script><img src=x onerror="window.ran = 2">';
const RECORDINGS = 130;

beforeAll(async () => {
  if (skipReason !== undefined) return;
  const hook = (id: string, action: string, time: string, fields: object = {}) =>
    receiver.postHook('LiveApp', { id, action, timestamp: Date.parse(`${DAY}T${time}Z`), ...fields });
  await hook('gate', 'liveStreamStarted', '08:00:00', { streamName: 'North gate' });
  await hook('gate', 'endpointFailed', '08:10:00', { metadata: '{"rtmp-url":"rtmp://a.example/live2/abcd"}' });
  await hook('gate', 'liveStreamEnded', '09:30:00', { streamName: 'North gate' });
  await hook('late', 'liveStreamStarted', '18:00:00');
  await hook('late', 'liveStreamEnded', '19:00:00'); // the next day in the viewer's zone
  await hook('evil', 'liveStreamStarted', '10:00:00', { streamName: script });
  await hook('evil', script, '10:00:01', { metadata: script });
  await hook('evil', 'encoderNotOpenedError', '10:00:02', { [script]: 'w'.repeat(2_000) });
  await hook('evil', 'liveStreamEnded', '10:00:03', { streamName: script });
  await hook('w'.repeat(300), 'liveStreamStarted', '11:00:00', { streamName: 'w'.repeat(2_000) });
  await hook('w'.repeat(300), 'liveStreamEnded', '11:00:10', { streamName: 'w'.repeat(2_000) });
  await hook('quay', 'liveStreamStarted', '12:00:00');
  await receiver.postHook('LiveApp', { id: 'main', action: 'liveStreamStarted', timestamp: Date.now() });
  await presumeEnd(folder, { id: 'quay', at: Date.parse(`${DAY}T12:05:00Z`) });
  const timestamp = Date.parse(`${DAY}T13:00:00Z`);
  await receiver.postHooks('LiveApp', RECORDINGS, (n) => ({
    ...{ id: `cam-${n % 3}`, action: 'vodReady', timestamp },
    ...{ vodId: `vod-${n}`, vodName: `=film ${n}, "cut"`, duration: n },
  }));
});

const open = (query: string, options = {}) =>
  openBoard(browser(), `${receiver.url}/?page=activity&${query}#${receiver.token}`, { timezoneId, ...options });

/** The names of the streams on the page, in order. */
const streamsOn = (page: Page) => page.locator('.of a').allTextContents();

describe('events', () => {
  test('are those of a day, errors with their detail, and each unfolds to its fields and leads to its stream', async () => {
    const tab = await open(`day=${DAY}`);
    await tab.waitForText('vodReady');
    await tab.page.getByLabel('Action').selectOption('endpointFailed');
    await expect.poll(() => streamsOn(tab.page)).toEqual(['North gate']);
    const line = tab.page.locator('.events summary');
    expect(await line.textContent()).toContain('rtmp://a.example/live2/***');
    expect((await line.locator('.bad').textContent())?.trim()).toBe('endpointFailed');
    await line.locator('time').click();
    await tab.waitForText(/"action": "endpointFailed"/);
    expect(new URL(tab.page.url()).searchParams.get('action')).toBe('endpointFailed');
    await tab.page.getByRole('link', { name: 'North gate' }).click();
    await tab.page.getByRole('heading', { name: 'North gate' }).waitFor();
    expect(tab.errors).toEqual([]);
  });

  test('name the app only where there are several, and can be those of one', async () => {
    const tab = await open('');
    const gate = () => receiver.postHook('Other', { id: 'side', action: 'liveStreamStarted', timestamp: Date.now() });
    await tab.page.locator('.of', { hasText: /^main$/ }).waitFor();
    await gate();
    await tab.page.locator('.of', { hasText: /^side Other$/ }).waitFor();
    await tab.page.getByLabel('App').fill('Other');
    await tab.page.keyboard.press('Enter');
    await expect.poll(() => tab.page.locator('.of').allTextContents()).toEqual(['side']);
  });

  test('go on at older ones, and back', async () => {
    const tab = await open(`day=${DAY}`);
    await tab.page.getByRole('link', { name: 'Older' }).click();
    await expect.poll(() => new URL(tab.page.url()).searchParams.has('cursor')).toBe(true);
    await tab.page.getByRole('link', { name: 'Older' }).click();
    await tab.waitForText('presumedEnd no heartbeat');
    await expect.poll(() => tab.page.getByRole('link', { name: 'Older' }).count()).toBe(0);
    await tab.page.getByRole('link', { name: 'Newer' }).click();
    await tab.page.getByRole('link', { name: 'Older' }).waitFor();
  });
});

test('sessions are those that ended on the day that the viewer picks, presumed ends marked', async () => {
  const tab = await open('list=sessions');
  await tab.page.getByRole('link', { name: 'Today' }).waitFor();
  await tab.page.getByLabel('Day').fill(DAY);
  await expect.poll(async () => (await streamsOn(tab.page)).at(-1)).toBe('North gate');
  const names = await streamsOn(tab.page);
  expect([names.length, names[0]]).toEqual([4, 'quay']);
  const row = (name: string) => tab.page.locator('tbody tr', { hasText: name }).textContent();
  expect(await row('North gate')).toMatch(/15:00:00.*1\sh\s30\smin.*13:30:00.*ended$/);
  expect(await row('quay')).toContain('presumed ended: no sign since then');
  await tab.page.getByLabel('Day').fill('');
  await expect.poll(() => new URL(tab.page.url()).searchParams.has('day')).toBe(false);
});

describe('the CSV of a list', () => {
  async function downloaded(page: Page): Promise<{ name: string; text: string }> {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
  }

  /** What the API itself answers, page by page. */
  async function expected(path: string): Promise<string> {
    const pages: string[] = [];
    for (let next: string | undefined = path; next !== undefined; ) {
      const { text, headers } = await receiver.read(next, { accept: 'text/csv' });
      pages.push(pages.length === 0 ? text : text.slice(text.indexOf('\r\n') + 2));
      next = /^<(.*)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    }
    return pages.join('');
  }

  test.each(['sessions', 'recordings', 'events'])(
    'is a file of all its pages, as the API has them: %s',
    async (list) => {
      const tab = await open(`list=${list}&day=${DAY}`);
      await tab.page.locator('.of').first().waitFor();
      const { name, text } = await downloaded(tab.page);
      expect(name).toBe(`${list}-${DAY}.csv`);
      expect(text).toBe(await expected(`/${list}?${dayQuery}&limit=100`));
      await tab.waitForText(`Saved as ${name}`);
      if (list === 'recordings') expect(text.match(/\r\n/g)).toHaveLength(RECORDINGS + 1);
      const requests = tab.requestedUrls.filter((url) => url.startsWith('http'));
      expect(requests.join()).not.toContain(receiver.token);
      expect(tab.errors).toEqual([]);
    },
  );

  test('can be ended, by keyboard too', async () => {
    const tab = await open(`list=recordings&day=${DAY}`);
    await tab.page.route(/limit=100.*cursor=/, () => {}); // the second page never comes
    const button = tab.page.getByRole('button', { name: 'Download CSV' });
    await tab.page.locator('.of').first().waitFor();
    await button.focus();
    await tab.page.keyboard.press('Enter');
    await tab.waitForText('Reading page 2…');
    await tab.page.keyboard.press('Enter');
    await tab.waitForText('Stopped: nothing is saved');
    await button.waitFor();
  });

  test('says why there is none when the receiver fails', async () => {
    const tab = await open(`list=sessions&day=${DAY}`);
    await tab.page.route(/limit=100/, (route) => route.fulfill({ status: 503, json: { error: 'try again' } }));
    await tab.page.locator('.of').first().waitFor();
    await tab.page.getByRole('button', { name: 'Download CSV' }).click();
    await tab.waitForText('Nothing is saved: the receiver returned an error (503)');
  });
});

test('a recording links to its file where the receiver knows it', async () => {
  const settings = { ...readSettings({}), recordingUrl: 'https://files.example/{app}/{name}' };
  const linking = await startReceiver({ port: 0, host: '127.0.0.1', dataDir: IN_MEMORY, log: () => {}, settings });
  onTestFinished(() => linking.close());
  const hook = { action: 'vodReady', id: 'dock', vodId: 'v', vodName: 'dock 1.mp4', timestamp: Date.now() };
  await fetch(`${linking.url}/hooks/LiveApp/${linking.token}`, { method: 'POST', body: JSON.stringify(hook) });
  const authorization = `Bearer ${linking.token}`;
  const isStored = async () =>
    (await fetch(`${linking.url}/stream?app=LiveApp&id=dock`, { headers: { authorization } })).ok;
  await expect.poll(isStored, { timeout: 20_000 }).toBe(true); // a busy machine defers it
  const tab = await openBoard(browser(), `${linking.url}/?page=activity&list=recordings#${linking.token}`);
  const link = tab.page.getByRole('link', { name: 'dock 1.mp4' });
  expect(await link.getAttribute('href')).toBe('https://files.example/LiveApp/dock%201.mp4');
});

test('where nothing is listed by time, the page says what to do', async () => {
  const settings = { ...readSettings({}), byDay: false };
  const unlisted = await startReceiver({ port: 0, host: '127.0.0.1', dataDir: IN_MEMORY, log: () => {}, settings });
  onTestFinished(() => unlisted.close());
  const tab = await openBoard(browser(), `${unlisted.url}/?page=activity#${unlisted.token}`);
  await tab.waitForText(/^Request failed: the setting byDay is off/);
  expect(await tab.page.getByRole('button', { name: 'Download CSV' }).isDisabled()).toBe(true);
});

test('says from when on it is complete, where that is later than the period begins', async () => {
  const tab = await open('day=2020-02-29');
  await tab.waitForText('No events in this period.');
  await tab.waitForText(/^Complete from .* on/);
  await tab.page.getByRole('link', { name: 'Last 24 h' }).click();
  await tab.waitForText('liveStreamStarted');
  await tab.waitForNoText('Complete from');
});

test('what is no day is an error of the receiver', async () => {
  const tab = await open(`day=${encodeURIComponent('<b>')}`);
  await tab.waitForText(/^Request failed: to: received "<b>"/);
});

test('a name, an id, an action and a field of a publisher are text, and the page is accessible and fits, in every list', {
  timeout: 180_000,
}, async () => {
  for (const [list, width] of [320, 705, 1366].flatMap((px) =>
    ['events', 'sessions', 'recordings'].map((name) => [name, px] as const),
  )) {
    const tab = await open(`list=${list}&day=${DAY}`, { viewport: { width, height: 768 } });
    if (list === 'events')
      await tab.page.goto(`${receiver.url}/?page=activity&day=${DAY}&action=encoderNotOpenedError`);
    await tab.page.locator('.of').first().waitFor();
    await tab.page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    for (const colorScheme of ['light', 'dark'] as const) {
      await tab.page.emulateMedia({ colorScheme });
      expect(await violationsOf(tab.page), `${list} at ${width} px, ${colorScheme}`).toEqual([]);
    }
    expect(await overflowOf(tab.page), `${list} at ${width} px`).toBe(0);
    expect(await tab.page.evaluate('[window.ran, document.images.length, document.scripts.length]')).toEqual([
      undefined,
      0,
      1,
    ]);
    expect(tab.errors).toEqual([]);
  }
});

test('is reached and used with the keyboard', async () => {
  const tab = await openBoard(browser(), `${receiver.url}/#${receiver.token}`);
  await tab.page.getByRole('link', { name: 'Activity' }).focus();
  await tab.page.keyboard.press('Enter');
  await expect.poll(() => tab.page.evaluate('document.activeElement.textContent')).toBe('Activity'); // its heading
  await tab.page.keyboard.press('Tab');
  await tab.page.keyboard.press('Tab');
  expect(await tab.page.evaluate('document.activeElement.textContent')).toBe('Sessions');
  await tab.page.keyboard.press('Enter');
  await expect.poll(() => tab.page.evaluate('document.activeElement.getAttribute("aria-current")')).toBe('page');
  expect(tab.page.url()).toBe(`${receiver.url}/?page=activity&list=sessions`);
});
