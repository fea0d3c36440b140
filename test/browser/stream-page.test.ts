import { expect, test } from 'vitest';
import { sendScenarios } from '../../cli/simulate/run-simulation.ts';
import { useReceiver } from '../local/use-receiver.ts';
import { openBoard } from './board-tab.ts';
import { useBrowser } from './chromium.ts';
import { simulatorSettings } from './simulator-settings.ts';

const receiver = useReceiver();
const browser = useBrowser();

const page = (id: string) => `${receiver.url}/?page=stream&app=LiveApp&id=${encodeURIComponent(id)}#${receiver.token}`;

test("a stream's page shows its sessions, recordings, errors and history with the fields as received", async () => {
  const at = Date.now() - 600_000;
  const stream = { id: 'cam-1', streamName: 'Front door' };
  await receiver.postHook('LiveApp', { ...stream, action: 'liveStreamStarted', timestamp: at });
  await receiver.postHook('LiveApp', { ...stream, action: 'liveStreamStarted', timestamp: at + 60_000 });
  await receiver.postHook('LiveApp', { ...stream, action: 'liveStreamEnded', timestamp: at + 150_000 });
  await receiver.postHook('LiveApp', { ...stream, action: 'encoderNotOpenedError', timestamp: at + 70_000 });
  await receiver.postHook('LiveApp', {
    ...{ ...stream, action: 'vodReady', timestamp: at + 151_000 },
    ...{ vodId: 'vod-1', vodName: 'cam-1.mp4', duration: 90_000 },
  });
  const tab = await openBoard(browser(), page('cam-1'));
  await tab.page.getByRole('heading', { name: 'Front door' }).waitFor();
  for (const text of ['superseded by the next start', '1 min 30 s', 'vod-1', 'encoderNotOpenedError'])
    await tab.waitForText(text);
  const event = tab.page.locator('details', { hasText: 'vodReady' });
  await event.locator('summary').click();
  await tab.waitForText(/"vodName": "cam-1\.mp4"/);
  await tab.page.getByRole('link', { name: 'All streams' }).click();
  await tab.waitForText(/^1\sstream$/);
  expect(tab.errors).toEqual([]);
});

test('a room links to its tracks, and a track to its room', async () => {
  await sendScenarios(simulatorSettings(receiver, { scenario: 'room' }));
  const tab = await openBoard(browser(), `${receiver.url}/?text=Zürich#${receiver.token}`);
  await tab.page.getByRole('link', { name: 'Café Zürich' }).click();
  await tab.page.getByRole('link', { name: /-cleo$/ }).click();
  await tab.page.getByRole('heading', { name: 'Cleo' }).waitFor();
  await tab.page
    .locator('.facts')
    .getByRole('link', { name: /^room-/ })
    .click();
  await tab.page.getByRole('heading', { name: 'Café Zürich' }).waitFor();
});

test('older events are loaded on demand, each event once', async () => {
  const at = Date.now() - 1_000_000;
  await receiver.postHooks('LiveApp', 170, (n) => ({ id: 'busy', action: 'playStarted', timestamp: at + n, n }));
  const tab = await openBoard(browser(), page('busy'));
  const events = tab.page.locator('.events li');
  for (const many of [50, 100, 170]) {
    await expect.poll(() => events.count()).toBe(many);
    const more = tab.page.getByRole('button', { name: 'Older events' });
    if (many < 170) await more.click();
    else expect(await more.count()).toBe(0);
  }
});

test.each([
  ['hours behind', -5 * 3_600_000],
  ['as far ahead as is accepted', 110_000],
])('the health charts end at the latest heartbeat of a media server whose clock is %s', async (_clock, off) => {
  const id = `clock-${off < 0 ? 'behind' : 'ahead'}`;
  const last = Date.now() + off;
  for (const ago of [30, 15, 0])
    await receiver.postHook('LiveApp', {
      ...{ id, action: 'liveStreamStatus', timestamp: last - ago * 1_000 },
      ...{ totalByteReceived: 10_000_000 - ago * 125_000, speed: 1 },
    });
  const tab = await openBoard(browser(), page(id));
  const picture = tab.page.getByRole('img', { name: /^Speed: latest 1\.00×, from 1\.00× to 1\.00× / });
  await picture.waitFor();
  const [point] = ((await picture.locator('polyline').last().getAttribute('points')) ?? '').split(' ').slice(-1);
  expect(point).toMatch(/^600,/);
  await tab.waitForText('last heartbeat');
});

test('heartbeats become charts with a text alternative', async () => {
  const at = Date.now() - 10_000;
  const beat = (n: number) => ({
    ...{ id: 'dock', action: 'liveStreamStatus', timestamp: at + n * 5_000 },
    ...{ totalByteReceived: n * 625_000, speed: 1 + n / 100, width: 1280, height: 720 },
  });
  await receiver.postHook('LiveApp', beat(0));
  const tab = await openBoard(browser(), page('dock'));
  await tab.waitForText('Bitrate: available from the second heartbeat on.');
  await receiver.postHook('LiveApp', beat(1));
  await tab.page.getByRole('img', { name: /^Bitrate: latest 1\.00 Mbit\/s/ }).waitFor();
  await tab.page.getByRole('img', { name: /^Speed: latest 1\.01×, from 1\.00× to 1\.01×/ }).waitFor();
});

test('no bitrate and no line covers the time off air between two sessions', async () => {
  const now = Date.now();
  const hook = (action: string, ago: number, fields = {}) =>
    receiver.postHook('LiveApp', { id: 'breaks', action, timestamp: now - ago * 1_000, ...fields });
  const beat = (ago: number, totalByteReceived: number) =>
    hook('liveStreamStatus', ago, { totalByteReceived, speed: 1 });
  await hook('liveStreamStarted', 1_800);
  await beat(1_795, 3_000_000);
  await hook('liveStreamEnded', 1_790);
  await hook('liveStreamStarted', 190);
  for (const [ago, bytes] of [[180, 7_500_000] as const, [120, 52_500_000] as const, [60, 97_500_000] as const])
    await beat(ago, bytes);
  const tab = await openBoard(browser(), page('breaks'));
  const picture = tab.page.getByRole('img', { name: /^Bitrate: / });
  await picture.waitFor();
  expect(await picture.getAttribute('aria-label')).toMatch(/^Bitrate: latest 6\.00\sMbit\/s, from 6\.00.* to 6\.00/);
  expect(await picture.locator('polyline').count()).toBe(1);
});

test('the node of a cluster that a stream comes from is among its facts', async () => {
  await receiver.postHook('LiveApp', { id: 'edge', action: 'liveStreamStarted', timestamp: Date.now() });
  const tab = await openBoard(browser(), 'about:blank');
  await tab.page.route(/\/stream\?/, async (route) => {
    const stream = await (await route.fetch()).json();
    await route.fulfill({ json: { ...stream, node: { address: '203.0.113.7', at: stream.startedAt } } });
  });
  await tab.page.goto(page('edge'));
  const fact = tab.page.locator('.facts > div', { hasText: 'Node' });
  await expect.poll(() => fact.locator('dd').textContent()).toBe('203.0.113.7');
});

const ids = ['0/test', 'a%2Fb', 'Kamera 1 çam/main', '.', '..', 'a?b#c&d=e', 'constructor', ' ', 'a+b', '100%'];

test('any id has a page, which links, a reload, the back button and a shared address lead to', {
  timeout: 180_000,
}, async () => {
  for (const [n, id] of ids.entries())
    await receiver.postHook('Any', {
      action: 'liveStreamStarted',
      id,
      timestamp: Date.now() - n,
      streamName: `name ${n}`,
    });
  const tab = await openBoard(browser(), `${receiver.url}/?app=Any#${receiver.token}`);
  const heading = (n: number) => tab.page.getByRole('heading', { name: `name ${n}`, exact: true }).waitFor();
  for (const [n, id] of ids.entries()) {
    await tab.page.getByRole('link', { name: `name ${n}`, exact: true }).click();
    await heading(n);
    expect(new URL(tab.page.url()).searchParams.get('id')).toBe(id);
    await tab.waitForText('liveStreamStarted');
    await tab.page.reload();
    await heading(n);
    await tab.page.goBack();
    await tab.page.goForward();
    await heading(n);
    await tab.page.getByRole('link', { name: 'All streams' }).click();
  }
  const shared = await openBoard(browser(), `${receiver.url}/?page=stream&app=Any&id=a%252Fb#${receiver.token}`);
  await shared.page.getByRole('heading', { name: 'name 1', exact: true }).waitFor();
  expect([...tab.errors, ...shared.errors]).toEqual([]);
});

test('older events of a stream with an odd id are loaded', async () => {
  const id = 'busy/a?b#c&d=e%2F..';
  const at = Date.now() - 1_000_000;
  await receiver.postHooks('LiveApp', 60, (n) => ({ id, action: 'playStarted', timestamp: at + n, n }));
  const tab = await openBoard(browser(), page(id));
  await tab.page.getByRole('button', { name: 'Older events' }).click();
  await expect.poll(() => tab.page.locator('.events li').count()).toBe(60);
});

test('an unknown stream shows the error of the read API', async () => {
  const tab = await openBoard(browser(), page('nobody'));
  await tab.waitForText(/^Request failed: .*stream/);
});

test('copying confirms that it has copied', async () => {
  const tab = await openBoard(browser(), page('dock'), { permissions: ['clipboard-read', 'clipboard-write'] });
  await tab.page.getByRole('button', { name: 'Copy id' }).click();
  await tab.waitForText('Copied');
  expect(await tab.page.evaluate('navigator.clipboard.readText()')).toBe('dock');
});
