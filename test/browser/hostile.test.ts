import { beforeEach, expect, test } from 'vitest';
import { useReceiver } from '../local/use-receiver.ts';
import { overhangOf } from './axe.ts';
import { useBrowser } from './chromium.ts';
import { type Opened, open } from './opened.ts';

const receiver = useReceiver();
const browser = useBrowser();

const script =
  '</script><script>window.ran = 1</script><img src=x onerror="window.ran = 2"><svg onload="window.ran = 3">';
const turned = 'gate\u202Eevil\u2066\u0007';
const long = 'w'.repeat(2_000);

beforeEach(async () => {
  const names = [script, turned, long, 'javascript:window.ran = 4', '\u0000$&{{constructor}}'];
  for (const [index, streamName] of names.entries())
    await receiver.hook('LiveApp', {
      ...{ action: 'liveStreamStarted', id: `cam-${index}`, timestamp: Date.now() - index, streamName },
      ...{ category: script, metadata: JSON.stringify({ [script]: long }), mainTrackId: script },
    });
  await receiver.hook('LiveApp', {
    action: 'endpointFailed',
    id: 'cam-2',
    metadata: `rtmp://h/${script}`,
    timestamp: 1,
  });
  await receiver.hook('LiveApp', { action: script, id: 'cam-2', timestamp: 2 });
  await receiver.hook('LiveApp', `{"broken": "${script}${long}`);
  await receiver.hook('LiveApp', {
    action: 'highResourceUsage',
    host: script,
    resourceInfo: `{"${script}": "${long}"}`,
  });
});

async function staysText({ page, complaints }: Opened): Promise<void> {
  expect(await page.evaluate('[window.ran, document.images.length, document.scripts.length]')).toEqual([
    undefined,
    0,
    1,
  ]);
  expect(await overhangOf(page)).toBe(0);
  expect(complaints).toEqual([]);
}

test.each([
  ['a laptop', 1366],
  ['a phone', 360],
])('whatever a hook held is text, and breaks nothing, on %s', async (_screen, width) => {
  const opened = await open(browser(), `${receiver.url}/#${receiver.token}`, { viewport: { width, height: 800 } });
  const { page } = opened;
  await opened.see(script);
  await opened.see('gate\\u202eevil\\u2066\\u0007');
  await staysText(opened);
  for (const stream of ['cam-0', 'cam-2']) {
    await page.goto(`${receiver.url}/?page=stream&app=LiveApp&id=${encodeURIComponent(stream)}`);
    await opened.see('History');
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    await staysText(opened);
  }
  for (const name of ['servers', 'quarantine']) {
    await page.goto(`${receiver.url}/?page=${name}`);
    await page.locator('details').first().waitFor();
    await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
    await staysText(opened);
  }
});

test('a shared link whose view makes no sense is told what the reader has against it', async () => {
  const opened = await open(
    browser(),
    `${receiver.url}/?page=constructor&status=%3Cscript%3E&cursor=x#${receiver.token}`,
  );
  await opened.see(/^The reader says: status: received/);
  await opened.page.getByRole('link', { name: 'Show all streams' }).click();
  await opened.see(script);
});
