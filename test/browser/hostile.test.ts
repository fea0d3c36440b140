import { beforeEach, expect, test } from 'vitest';
import { useReceiver } from '../local/use-receiver.ts';
import { overflowOf } from './axe.ts';
import { type BoardTab, openBoard } from './board-tab.ts';
import { useBrowser } from './chromium.ts';

const receiver = useReceiver();
const browser = useBrowser();

const script =
  '</script><script>window.ran = 1</script><img src=x onerror="window.ran = 2"><svg onload="window.ran = 3">';
const reversed = 'gate\u202Eevil\u2066\u0007';
const long = 'w'.repeat(2_000);

beforeEach(async () => {
  const names = [script, reversed, long, 'javascript:window.ran = 4', '\u0000$&{{constructor}}'];
  for (const [index, streamName] of names.entries())
    await receiver.postHook('LiveApp', {
      ...{ action: 'liveStreamStarted', id: `cam-${index}`, timestamp: Date.now() - index, streamName },
      ...{ category: script, metadata: JSON.stringify({ [script]: long }), mainTrackId: script },
    });
  await receiver.postHook('LiveApp', {
    action: 'endpointFailed',
    id: 'cam-2',
    metadata: `rtmp://h/${script}`,
    timestamp: 1,
  });
  await receiver.postHook('LiveApp', { action: script, id: 'cam-2', timestamp: 2 });
  await receiver.postHook('LiveApp', `{"broken": "${script}${long}`);
  await receiver.postHook('LiveApp', {
    action: 'highResourceUsage',
    host: script,
    resourceInfo: `{"${script}": "${long}"}`,
  });
});

async function expectInert({ page, errors }: BoardTab): Promise<void> {
  expect(await page.evaluate('[window.ran, document.images.length, document.scripts.length]')).toEqual([
    undefined,
    0,
    1,
  ]);
  expect(await overflowOf(page)).toBe(0);
  expect(errors).toEqual([]);
}

test.each([
  ['a laptop', 1366],
  ['a phone', 360],
])('the content of a hook is shown as text, and breaks nothing, on %s', async (_screen, width) => {
  const tab = await openBoard(browser(), `${receiver.url}/#${receiver.token}`, { viewport: { width, height: 800 } });
  const { page } = tab;
  await tab.waitForText(script);
  await tab.waitForText('gate\\u202eevil\\u2066\\u0007');
  await expectInert(tab);
  for (const stream of ['cam-0', 'cam-2']) {
    await page.goto(`${receiver.url}/?page=stream&app=LiveApp&id=${encodeURIComponent(stream)}`);
    await tab.waitForText('History');
    await page.locator('.alarms', { hasText: script }).waitFor();
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    await expectInert(tab);
  }
  for (const name of ['servers', 'quarantine']) {
    await page.goto(`${receiver.url}/?page=${name}`);
    await page.locator('details').first().waitFor();
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    await expectInert(tab);
  }
});

test('a shared link with an invalid view shows the error of the read API', async () => {
  const tab = await openBoard(
    browser(),
    `${receiver.url}/?page=constructor&status=%3Cscript%3E&cursor=x#${receiver.token}`,
  );
  await tab.waitForText(/^Request failed: status: received/);
  await tab.page.getByRole('link', { name: 'Show all streams' }).click();
  await tab.waitForText(script);
});
