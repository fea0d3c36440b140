import { expect, test } from 'vitest';
import { presumeEnd } from '../local/presume-end.ts';
import { useReceiver } from '../local/use-receiver.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { type BoardTab, openBoard } from './board-tab.ts';
import { useBrowser } from './chromium.ts';

const folder = useTempFolder('trouble');
const receiver = useReceiver(folder);
const browser = useBrowser();

const MINUTE = 60_000;

const openStream = (id: string) =>
  openBoard(browser(), `${receiver.url}/?page=stream&app=LiveApp&id=${id}#${receiver.token}`);

/** Returns a function that posts hooks of a stream, each with a clock so many ms ago. */
const hooksOf = (id: string) => {
  const now = Date.now();
  return (action: string, ago: number, fields = {}) =>
    receiver.postHook('LiveApp', { id, action, timestamp: now - ago, ...fields });
};

const textOf = async (tab: BoardTab, selector: string) =>
  ((await tab.page.locator(selector).textContent()) ?? '').replaceAll('\u00a0', ' ');

test('a sentence says how a live stream is, and its times run', async () => {
  const hook = hooksOf('gate');
  const beat = (ago: number, drops: number) =>
    hook('liveStreamStatus', ago, { speed: 0.84, dropFrameCountInEncoding: drops, dropPacketCountInIngestion: 0 });
  await hook('liveStreamStarted', 128 * MINUTE);
  await beat(MINUTE, 0);
  await beat(0, 74);
  await hook('endpointFailed', 2 * MINUTE, { metadata: { 'rtmp-url': 'rtmp://a.example.com/live/key' } });
  const tab = await openStream('gate');
  await expect
    .poll(() => textOf(tab, '.sentence'))
    .toMatch(
      /^Live for 2 h 8 min, too slow \(0\.84×\), many drops \(74 a minute\), endpointFailed 2 min \d+ s ago, last heartbeat \d+ s ago, from 127\.0\.0\.1\.$/,
    );
  const age = async () => Number(/last heartbeat (\d+) s/.exec(await textOf(tab, '.sentence'))?.[1]);
  const first = await age();
  await expect.poll(age).toBeGreaterThan(first + 1);
  expect(await tab.page.locator('.sentence .bad').count()).toBe(3);
  await tab.page.getByRole('img', { name: /^Drops a minute: latest 74,/ }).waitFor();
  expect(tab.errors).toEqual([]);
});

test('outages are rows between the sessions, a crash begins with the last heartbeat that is known', async () => {
  const hook = hooksOf('dark');
  await hook('liveStreamStarted', 50 * MINUTE);
  await hook('liveStreamEnded', 45 * MINUTE);
  await hook('liveStreamStarted', 42 * MINUTE - 12_000);
  await hook('liveStreamStatus', 31 * MINUTE, { speed: 1 });
  await hook('liveStreamStarted', 20 * MINUTE);
  await hook('liveStreamStarted', 15 * MINUTE);
  await hook('liveStreamEnded', 10 * MINUTE);
  const tab = await openStream('dark');
  await expect.poll(() => textOf(tab, '.sentence')).toMatch(/^Ended 10 min \d+ s ago after 5 min 0 s\.$/);
  const rows = (await tab.page.locator('.list .across').allTextContents()).map((row) => row.replaceAll('\u00a0', ' '));
  expect(rows).toEqual([
    expect.stringMatching(/^dark for 10 min \d+ s, since /),
    'dark for an unknown time: no heartbeat before the next start is known',
    'dark for at most 11 min 0 s',
    'dark for 3 min 12 s',
  ]);
  const widths = await tab.page.locator('.timeline svg .cut').evaluateAll((bars) => bars.map((bar) => bar.getAttribute('width'))); // biome-ignore format: a row
  const aboutNow = [expect.closeTo(99, -1), expect.closeTo(215, -1)]; // within 5: the bars end now
  expect(widths.map(Number)).toEqual(aboutNow);
  for (const text of ['at most 5 min 0 s', 'at least 10 min 48 s', /^last heartbeat/]) await tab.waitForText(text);
});

test('a silent stream lasts until its last heartbeat', async () => {
  const hook = hooksOf('silent');
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * MINUTE).toISOString();
  await hook('liveStreamStarted', 10 * MINUTE);
  await hook('liveStreamStatus', 0, { speed: 1 });
  const tab = await openBoard(browser(), 'about:blank');
  await tab.page.route(/\/stream\?/, async (route) => {
    const stream = await (await route.fetch()).json();
    const at = new Date(Date.parse(stream.startedAt) + 8 * MINUTE).toISOString();
    const health = { ...stream.health, at, receivedAt: minutesAgo(2) };
    await route.fulfill({ json: { ...stream, stale: true, health, healthHistory: [] } });
  });
  await tab.page.goto(`${receiver.url}/?page=stream&app=LiveApp&id=silent#${receiver.token}`);
  await expect.poll(() => textOf(tab, '.sentence')).toMatch(/^Silent for 2 min \d s after 8 min 0 s live, from /);
  await expect.poll(() => textOf(tab, '.list .across')).toMatch(/^silent for 2 min \d s, since /);
});

test('alarms of media servers and errors lie on the timeline, and alarms in a list below it', async () => {
  const hook = hooksOf('alarms');
  await hook('liveStreamStarted', 10 * MINUTE);
  await hook('encoderNotOpenedError', 5 * MINUTE);
  await receiver.postHook('LiveApp', { host: 'media-1', action: 'highResourceUsage', resourceInfo: '{"cpu": 91}' });
  await receiver.postHook('LiveApp', { host: 'media-2', action: 'highResourceUsage', appNames: 'LiveApp' });
  await receiver.postHook('Other', { host: 'media-3', action: 'highResourceUsage' });
  const tab = await openStream('alarms');
  const alarms = tab.page.getByRole('list', { name: 'Alarms of media servers' }).getByRole('listitem');
  await expect.poll(() => alarms.count()).toBe(2);
  const lines = (await alarms.allTextContents()).sort();
  expect(lines[0]).toContain('High resource usage of media-1, ');
  expect(lines[1]).toContain('Unexpected shutdown of media-2, ');
  const titles = await tab.page.locator('.timeline title').allTextContents();
  expect(titles.map((title) => title.split(',')[0]).sort()).toEqual([
    'High resource usage of media-1',
    'Unexpected shutdown of media-2',
    'encoderNotOpenedError',
  ]);
  expect(tab.errors).toEqual([]);
});

test('an error in the history is red, with what it is about', async () => {
  const hook = hooksOf('failing');
  await hook('liveStreamStarted', 10 * MINUTE);
  await hook('endpointFailed', 5 * MINUTE, { metadata: { 'rtmp-url': 'rtmp://a.example.com/live/key' } });
  const tab = await openStream('failing');
  const failed = tab.page.locator('.events summary', { hasText: 'endpointFailed' });
  await expect.poll(() => failed.textContent()).toContain('rtmp://a.example.com/live/***');
  expect(await tab.page.locator('.events strong.bad').allTextContents()).toEqual([' endpointFailed']);
});

test('recordings and a live stream are links where the receiver knows their addresses', async () => {
  const hook = hooksOf('linked');
  await hook('liveStreamStarted', 10 * MINUTE);
  await hook('vodReady', 2 * MINUTE, { vodId: 'vod-1', vodName: 'first' });
  await hook('vodReady', MINUTE, { vodId: 'vod-2', vodName: 'second' });
  const tab = await openBoard(browser(), 'about:blank');
  const urls: Record<string, string> = { first: 'https://vod.example/first.mp4', second: 'javascript:window.ran = 1' };
  await tab.page.route(/\/stream\?/, async (route) => {
    const stream = await (await route.fetch()).json();
    const recordings = stream.recordings.map((one: { name: string }) => ({ ...one, url: urls[one.name] }));
    await route.fulfill({ json: { ...stream, recordings, playUrl: 'https://play.example/linked' } });
  });
  await tab.page.goto(`${receiver.url}/?page=stream&app=LiveApp&id=linked#${receiver.token}`);
  const link = (name: string) => tab.page.getByRole('link', { name, exact: true });
  await expect.poll(() => link('Play').getAttribute('href')).toBe('https://play.example/linked');
  expect(await link('first').getAttribute('href')).toBe('https://vod.example/first.mp4');
  await tab.waitForText('second');
  expect(await link('second').count()).toBe(0);
});

test('charts have values and clock times, and one sample is a dot', async () => {
  const hook = hooksOf('dot');
  const at = Date.now();
  await hook('liveStreamStarted', 10 * MINUTE);
  await hook('liveStreamStatus', 0, { speed: 1.01 });
  const tab = await openStream('dot');
  const chart = tab.page.locator('.chart', { hasText: 'Speed' });
  await expect.poll(() => chart.locator('.sample').count()).toBe(1);
  expect(await chart.locator('.values text').allTextContents()).toEqual(['0', '1.00×']);
  const clocks = await chart.locator('.ends time').evaluateAll((times) => times.map((time) => Date.parse(time.getAttribute('datetime') ?? ''))); // biome-ignore format: a row
  expect(clocks.map((clock) => Math.round((clock - at) / MINUTE))).toEqual([-60, -30, 0]);
  expect(await tab.page.locator('.chart', { hasText: 'Drops' }).count()).toBe(0);
});

test('a stream that ended without heartbeats has no section about its health, a live one says why there is none', async () => {
  const hook = hooksOf('plain');
  await hook('liveStreamStarted', 10 * MINUTE);
  const tab = await openStream('plain');
  await tab.waitForText(/^No heartbeats received\./);
  expect(await textOf(tab, '.sentence')).toMatch(/no heartbeats: its health is unknown\.$/);
  await hook('liveStreamEnded', 0);
  await tab.waitForText(/^Ended\s\d+\ss\sago after/);
  expect(await tab.page.getByRole('heading', { name: /^Health/ }).count()).toBe(0);
});

test('a presumed end has a sentence too', async () => {
  const hook = hooksOf('lost');
  await hook('liveStreamStarted', 30 * MINUTE);
  await hook('liveStreamStatus', 20 * MINUTE, { speed: 1 });
  await presumeEnd(folder, { id: 'lost', at: Date.now() - 20 * MINUTE });
  const tab = await openStream('lost');
  await expect
    .poll(() => textOf(tab, '.sentence'))
    .toMatch(/^No sign for 20 min \d+ s after (9 min 5\d|10 min \d+) s live\.$/);
  await expect.poll(() => textOf(tab, '.list .across')).toMatch(/^dark for 20 min \d+ s, since /);
});
