import { expect, test } from 'vitest';
import { useReceiver } from '../local/use-receiver.ts';
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
  await tab.waitForText('under the action name highResourceUsage. Only a shutdown has appNames.');
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
