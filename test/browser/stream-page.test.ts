import { expect, test } from 'vitest';
import { play } from '../../local/simulate/simulate.ts';
import { useReceiver } from '../local/use-receiver.ts';
import { useBrowser } from './chromium.ts';
import { open } from './opened.ts';
import { settingsFor } from './played.ts';

const receiver = useReceiver();
const browser = useBrowser();

const page = (id: string) => `${receiver.url}/?page=stream&app=LiveApp&id=${encodeURIComponent(id)}#${receiver.token}`;

test("a stream's page tells its sessions, recordings, errors and history with the fields as they came", async () => {
  const at = Date.now() - 600_000;
  const about = { id: 'cam-1', streamName: 'Front door' };
  await receiver.hook('LiveApp', { ...about, action: 'liveStreamStarted', timestamp: at });
  await receiver.hook('LiveApp', { ...about, action: 'liveStreamStarted', timestamp: at + 60_000 });
  await receiver.hook('LiveApp', { ...about, action: 'liveStreamEnded', timestamp: at + 150_000 });
  await receiver.hook('LiveApp', { ...about, action: 'encoderNotOpenedError', timestamp: at + 70_000 });
  await receiver.hook('LiveApp', {
    ...{ ...about, action: 'vodReady', timestamp: at + 151_000 },
    ...{ vodId: 'vod-1', vodName: 'cam-1.mp4', duration: 90_000 },
  });
  const opened = await open(browser(), page('cam-1'));
  await opened.page.getByRole('heading', { name: 'Front door' }).waitFor();
  for (const text of ['superseded by the next start', '1 min 30 s', 'vod-1', 'encoderNotOpenedError'])
    await opened.see(text);
  const event = opened.page.locator('details', { hasText: 'vodReady' });
  await event.locator('summary').click();
  await opened.see(/"vodName": "cam-1\.mp4"/);
  await opened.page.getByRole('link', { name: 'All streams' }).click();
  await opened.see(/^1 stream$/);
  expect(opened.complaints).toEqual([]);
});

test('a room leads to its tracks, and a track to its room', async () => {
  await play(settingsFor(receiver, { scenario: 'room' }));
  const opened = await open(browser(), `${receiver.url}/?text=Zürich#${receiver.token}`);
  await opened.page.getByRole('link', { name: 'Café Zürich' }).click();
  await opened.page.getByRole('link', { name: /-cleo$/ }).click();
  await opened.page.getByRole('heading', { name: 'Cleo' }).waitFor();
  await opened.page
    .locator('.facts')
    .getByRole('link', { name: /^room-/ })
    .click();
  await opened.page.getByRole('heading', { name: 'Café Zürich' }).waitFor();
});

test('more of a history is there on demand, each event once', async () => {
  const at = Date.now() - 1_000_000;
  const hooks = Array.from({ length: 170 }, (_, n) => ({ id: 'busy', action: 'playStarted', timestamp: at + n, n }));
  await Promise.all(hooks.map((hook) => receiver.hook('LiveApp', hook)));
  const opened = await open(browser(), page('busy'));
  const events = opened.page.locator('.events li');
  for (const many of [50, 100, 170]) {
    await expect.poll(() => events.count()).toBe(many);
    const more = opened.page.getByRole('button', { name: 'Older events' });
    if (many < 170) await more.click();
    else expect(await more.count()).toBe(0);
  }
});

test('heartbeats become a picture, which says in words what it shows', async () => {
  const at = Date.now() - 10_000;
  const beat = (n: number) => ({
    ...{ id: 'dock', action: 'liveStreamStatus', timestamp: at + n * 5_000 },
    ...{ totalByteReceived: n * 625_000, speed: 1 + n / 100, width: 1280, height: 720 },
  });
  await receiver.hook('LiveApp', beat(0));
  const opened = await open(browser(), page('dock'));
  await opened.see('Bitrate: known from the second heartbeat on.');
  await receiver.hook('LiveApp', beat(1));
  await opened.page.getByRole('img', { name: /^Bitrate: 1\.00 Mbit\/s last/ }).waitFor();
  await opened.page.getByRole('img', { name: /^Speed: 1\.01× last, between 1\.00× and 1\.01×/ }).waitFor();
});

test('a stream that nobody heard of is said to be one', async () => {
  const opened = await open(browser(), page('nobody'));
  await opened.see('no such stream was ever heard of');
});

test('copying says that it has copied', async () => {
  const opened = await open(browser(), page('dock'), { permissions: ['clipboard-read', 'clipboard-write'] });
  await opened.page.getByRole('button', { name: 'Copy id' }).click();
  await opened.see('Copied');
  expect(await opened.page.evaluate('navigator.clipboard.readText()')).toBe('dock');
});
