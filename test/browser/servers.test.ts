import { expect, test } from 'vitest';
import { useReceiver } from '../local/use-receiver.ts';
import { openBoard } from './board-tab.ts';
import { useBrowser } from './chromium.ts';

const receiver = useReceiver();
const browser = useBrowser();

test('a shutdown, which comes under the name of another action, is explained, and that other action is not', async () => {
  await receiver.postHook('LiveApp', { host: '203.0.113.7', action: 'highResourceUsage', appNames: 'live,LiveApp' });
  await receiver.postHook('LiveApp', { host: '203.0.113.7', action: 'highResourceUsage', resourceInfo: '{"cpu": 91}' });
  const opened = await openBoard(browser(), `${receiver.url}/?page=servers#${receiver.token}`);
  const shutdown = opened.page.locator('details', { hasText: 'Unexpected shutdown' });
  await shutdown.locator('summary').click();
  await opened.waitForText(/"action": "highResourceUsage"/);
  await opened.waitForText('under the action name highResourceUsage. Only a shutdown has appNames.');
  const alarm = opened.page.locator('details', { hasText: 'High resource usage' });
  expect(await alarm.textContent()).not.toContain('under the action name');
  expect(opened.errors).toEqual([]);
});

test('of more servers than fit a page the others are a link away, and the way back too', async () => {
  for (let n = 10; n < 62; n++) await receiver.postHook('Many', { host: `media-${n}`, action: 'highResourceUsage' });
  const opened = await openBoard(browser(), `${receiver.url}/?page=servers&app=Many#${receiver.token}`);
  await opened.waitForText('media-59');
  expect(await opened.page.locator('.server').count()).toBe(50);
  await opened.page.getByText('More →').click();
  await opened.waitForText('media-61');
  expect(await opened.page.locator('.server').count()).toBe(2);
  await opened.page.getByText('← Back').click();
  await opened.waitForText('media-10');
  expect(opened.errors).toEqual([]);
});
