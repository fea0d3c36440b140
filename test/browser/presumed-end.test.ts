import { beforeAll, expect, test } from 'vitest';
import { noBreakTime } from '../../board/format.ts';
import { recordPresumedStart } from '../../lambda/table/record-presumed-start.ts';
import { formatTime } from '../../words/time.ts';
import { presumeEnd } from '../local/presume-end.ts';
import { withTableOf } from '../local/streams-table.ts';
import { useReceiver } from '../local/use-receiver.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { openBoard } from './board-tab.ts';
import { skipReason, useBrowser } from './chromium.ts';
import { simulateSilence } from './states.ts';

const folder = useTempFolder('presumed');
const receiver = useReceiver(folder);
const browser = useBrowser();
const board = (query = '') => `${receiver.url}/${query}#${receiver.token}`;

beforeAll(async () => {
  if (skipReason === undefined) await simulateSilence(receiver, folder);
});

test('the list counts and groups presumed ends apart from the ends that were reported', async () => {
  await receiver.postHook('LiveApp', { action: 'liveStreamEnded', id: 'done', timestamp: Date.now() });
  const tab = await openBoard(browser(), board());
  await tab.page.locator('tr.is-presumedEnded', { hasText: 'Quay' }).waitFor();
  const rows = await tab.page.locator('.streams.ended tbody tr').allTextContents();
  expect(rows).toEqual([
    expect.stringMatching(/^Presumed ended.*Quay.*no sign since then/),
    expect.stringMatching(/^Ended.*done.*ended/),
  ]);
});

test('the page of a stream says since when there is no sign of it, why, and what undoes the end', async () => {
  const { json: stream } = await receiver.read('/stream?app=LiveApp&id=quay-5');
  const tab = await openBoard(browser(), board('?page=stream&app=LiveApp&id=quay-5'));
  const since = noBreakTime(formatTime(stream.endedAt, Date.now()));
  await expect.poll(() => tab.page.locator('.title').textContent()).toContain(`Presumed ended: no sign since ${since}`);
  await tab.waitForText('It is live again as soon as a heartbeat or a start arrives.');
  await tab.waitForText('presumed ended: no sign since then');
  expect(await tab.page.locator('.facts dt').allTextContents()).toContain('Presumed end');
  expect(await tab.page.locator('.timeline svg .presumed').count()).toBe(2);
  await tab.page.getByRole('img', { name: /^Bitrate: latest 2\.00 Mbit\/s/ }).waitFor();
  const event = tab.page.locator('details', { hasText: 'the media server says so' });
  await event.locator('summary').click();
  await tab.waitForText(/^Presumed \d/);
  await tab.waitForText(/It does not count: a later heartbeat shows that the stream went on\.$/);
  expect(tab.errors).toEqual([]);
});

test('a presumed end goes from the page when a heartbeat arrives', async () => {
  const at = Date.now() - 400_000;
  const hook = (action: string, timestamp: number) => receiver.postHook('LiveApp', { action, id: 'back', timestamp });
  await hook('liveStreamStarted', at - 60_000);
  await hook('liveStreamStatus', at);
  await presumeEnd(folder, { id: 'back', at });
  const tab = await openBoard(browser(), board('?page=stream&app=LiveApp&id=back'));
  await tab.waitForText('It is live again as soon as a heartbeat or a start arrives.');
  await hook('liveStreamStatus', Date.now());
  await tab.page.locator('.title .status.live').waitFor();
  await tab.waitForNoText('It is live again as soon as a heartbeat or a start arrives.');
  expect(await tab.page.locator('.timeline svg .presumed').count()).toBe(0);
});

test('the page of an adopted stream says that no hook has reported its start', async () => {
  const start = { app: 'LiveApp', id: 'adopted', at: Date.now() - 60_000, name: 'Front gate', receivedAt: Date.now() };
  await withTableOf(folder, (streams) => recordPresumedStart(streams, start, 30, true));
  const tab = await openBoard(browser(), board('?page=stream&app=LiveApp&id=adopted'));
  await tab.page.locator('.title .status.live').waitFor();
  const event = tab.page.locator('details', { hasText: 'presumedStart the media server says so' });
  await event.locator('summary').click();
  await tab.waitForText(/^Presumed \d/);
  await tab.waitForText(/^No hook has reported this start: the media server had the stream live\./);
  expect(tab.errors).toEqual([]);
});

test('a hook with the action of a presumed end is shown as the hook that it is', async () => {
  await receiver.postHook('LiveApp', { action: 'presumedEnd', id: 'forged', cause: 'silence', timestamp: Date.now() });
  const tab = await openBoard(browser(), board('?page=stream&app=LiveApp&id=forged'));
  const event = tab.page.locator('details', { hasText: 'presumedEnd' });
  await event.locator('summary').click();
  await tab.waitForText(/^Received/);
  expect(await event.textContent()).toContain('unrecognised');
  expect(await event.textContent()).not.toContain('no heartbeat');
});
