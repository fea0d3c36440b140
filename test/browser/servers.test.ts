import { expect, test } from 'vitest';
import { useReceiver } from '../local/use-receiver.ts';
import { violationsOf } from './axe.ts';
import { openBoard } from './board-tab.ts';
import { useBrowser } from './chromium.ts';

const receiver = useReceiver();
const browser = useBrowser();

test('a shutdown, which arrives under the name of another action, is explained, and that action itself is not', async () => {
  await receiver.postHook('LiveApp', { host: '203.0.113.7', action: 'highResourceUsage', appNames: 'live,LiveApp' });
  await receiver.postHook('LiveApp', { host: '203.0.113.7', action: 'highResourceUsage', resourceInfo: '{"cpu": 91}' });
  const tab = await openBoard(browser(), `${receiver.url}/?page=servers#${receiver.token}`);
  const shutdown = tab.page.locator('details', { hasText: 'Unexpected shutdown' });
  await shutdown.locator('summary').click();
  await tab.waitForText(/"action": "highResourceUsage"/);
  await tab.waitForText('under the action name highResourceUsage: only a shutdown has appNames.');
  const alarm = tab.page.locator('details', { hasText: 'High resource usage' });
  expect(await alarm.textContent()).not.toContain('under the action name');
  expect(tab.errors).toEqual([]);
});

test('a list of several pages of servers links to the next page and back', async () => {
  for (let n = 10; n < 62; n++) await receiver.postHook('Many', { host: `media-${n}`, action: 'highResourceUsage' });
  const tab = await openBoard(browser(), `${receiver.url}/?page=servers&app=Many#${receiver.token}`);
  await tab.waitForText('media-59');
  expect(await tab.page.locator('.server').count()).toBe(50);
  await tab.page.getByText('More →').click();
  await tab.waitForText('media-61');
  expect(await tab.page.locator('.server').count()).toBe(2);
  await tab.page.getByText('← Back').click();
  await tab.waitForText('media-10');
  expect(tab.errors).toEqual([]);
});

test('the server with the newest trouble is first, and a line says what it was', async () => {
  const resourceInfo = JSON.stringify({
    cpuUsage: { systemCPULoad: 97 },
    jvmMemoryUsage: { inUseMemory: 1e9, maxMemory: 4e9 },
    localLiveStreams: 41,
  });
  await receiver.postHook('New', { host: 'media-a', action: 'highResourceUsage', resourceInfo });
  await receiver.postHook('New', { host: 'media-b', action: 'highResourceUsage', appNames: 'live,LiveApp' });
  const tab = await openBoard(browser(), `${receiver.url}/?page=servers&app=New#${receiver.token}`);
  await tab.waitForText('Unexpected shutdown');
  const summaries = () => tab.page.locator('.server summary').allInnerTexts();
  expect(await summaries()).toEqual([
    expect.stringMatching(/Unexpected shutdown\s+of live, LiveApp$/),
    expect.stringMatching(/High resource usage\s+CPU\s97%\s+Java\sheap\s25%\sof\s4\.0\sGB\s+41\slive\sstreams$/),
  ]);
  expect(await tab.page.locator('.poor').allInnerTexts()).toEqual([
    expect.stringMatching(/High resource usage$/),
    'CPU\u00a097%',
  ]);
  await receiver.postHook('New', { host: 'media-a', action: 'highResourceUsage', appNames: 'live' });
  await expect.poll(() => tab.page.locator('.server h2 bdi').first().innerText(), { timeout: 20_000 }).toBe('media-a');
  expect(await violationsOf(tab.page)).toEqual([]);
});

test('of many events of a server the newest are shown, the others on demand', async () => {
  for (let n = 1; n <= 7; n++)
    await receiver.postHook('Often', { host: 'media-1', action: 'highResourceUsage', appNames: `app-${n}` });
  const tab = await openBoard(browser(), `${receiver.url}/?page=servers&app=Often#${receiver.token}`);
  await tab.waitForText('of app-7');
  expect(await tab.page.getByText('of app-2').isVisible()).toBe(false);
  await tab.page.getByText('2 older').click();
  await tab.waitForText('of app-2');
});

test('live streams are listed by their node, with the server where it is one', async () => {
  const started = (id: string) => ({ action: 'liveStreamStarted', id, timestamp: Date.now() });
  for (let n = 10; n < 22; n++) await receiver.postHook('Nodes', started(`cam-${n}`));
  const tab = await openBoard(browser(), `${receiver.url}/?page=servers&app=Nodes#${receiver.token}`);
  const nodes = tab.page.locator('.nodes');
  await nodes.waitFor();
  expect(await nodes.locator('p').last().innerText()).toMatch(
    /^127\.0\.0\.1 12\slive\sstreams: (cam-\d\d, ){9}cam-\d\d and 2\smore$/,
  );
  expect(await violationsOf(tab.page)).toEqual([]);
  await receiver.postHook('Nodes', { host: '127.0.0.1', action: 'highResourceUsage' });
  const server = tab.page.locator('.server');
  await server.waitFor();
  expect(await server.innerText()).toMatch(/12\slive\sstreams: cam-/);
  expect(await nodes.count()).toBe(0);
  await server.getByRole('link', { name: 'cam-21' }).click();
  await tab.page.getByRole('heading', { name: 'cam-21' }).waitFor();
});

test('a list of live streams that is not whole says so', async () => {
  for (let n = 0; n < 101; n++)
    await receiver.postHook('Full', { action: 'liveStreamStarted', id: `cam-${n}`, timestamp: Date.now() });
  const tab = await openBoard(browser(), `${receiver.url}/?page=servers&app=Full#${receiver.token}`);
  await tab.waitForText('100 live streams (of the first 100 only): cam-');
});
