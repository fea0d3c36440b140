import { beforeAll, expect, test } from 'vitest';
import { useReceiver } from '../local/use-receiver.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { overflowOf, violationsOf } from './axe.ts';
import { openBoard } from './board-tab.ts';
import { skipReason, useBrowser } from './chromium.ts';
import { sendHeartbeats, simulateAll, simulateRefusals, simulateSilence } from './states.ts';

const empty = useReceiver();
const folder = useTempFolder('states');
const receiver = useReceiver(folder);
const browser = useBrowser();

beforeAll(async () => {
  if (skipReason !== undefined) return;
  await simulateAll(receiver);
  await simulateSilence(receiver, folder);
  await simulateRefusals(folder);
  for (const ago of [25_000, 20_000, 15_000, 10_000, 5_000, 0]) await sendHeartbeats(receiver, Date.now() - ago);
});

/** The sizes of a page. One of each layout is checked for accessibility: its colours and names are those of the others too. */
const screens = [
  { look: 'on a narrow phone', viewport: { width: 320, height: 640 }, isAudited: true },
  { look: 'on a phone', viewport: { width: 360, height: 780 }, isAudited: false },
  { look: 'on a laptop', viewport: { width: 1366, height: 768 }, isAudited: true },
  { look: 'on a wall', viewport: { width: 2560, height: 1440 }, isAudited: false },
];

/** Each state, and a text that is visible in it. */
const states: Record<string, { url: () => string; sees: string }> = {
  empty: { url: () => `${empty.url}/#${empty.token}`, sees: 'No streams yet' },
  'streams that are live and ended': { url: () => `${receiver.url}/#${receiver.token}`, sees: 'Roof' },
  'one stream': { url: () => page('stream&app=LiveApp&id=stage-1'), sees: 'History' },
  'missing streams': { url: () => `${receiver.url}/?app=LiveApp#${receiver.token}`, sees: 'missing for' },
  'refused publishers': {
    url: () => `${receiver.url}/?app=LiveApp#${receiver.token}`,
    sees: 'refused',
  },
  'a presumed end': { url: () => page('stream&app=LiveApp&id=quay-5'), sees: 'Presumed ended' },
  'a stream with an error': { url: () => page('stream&app=LiveApp&id=tower-1'), sees: 'endpointFailed' },
  servers: { url: () => page('servers'), sees: 'High resource usage' },
  quarantine: { url: () => page('quarantine'), sees: 'Copy body' },
  'a wrong token': { url: () => `${receiver.url}/#wrong`, sees: 'The receiver refused this token' },
};

const page = (query: string) => `${receiver.url}/?page=${query}#${receiver.token}`;

test.each(Object.entries(states))('%s: accessible, and fits all screens, light and dark', async (_state, state) => {
  await Promise.all(screens.map((screen) => checkScreen(state, screen))); // a page mostly waits for its receiver
});

async function checkScreen(
  { url, sees }: (typeof states)[string],
  { look, viewport, isAudited }: (typeof screens)[number],
): Promise<void> {
  const tab = await openBoard(browser(), url(), { viewport });
  if (['refused', 'missing for'].includes(sees)) await tab.page.getByText(/^\d+ more$/).click();
  if (sees === 'Copy body') await tab.page.locator('summary').first().click();
  await tab.waitForText(sees);
  for (const colorScheme of ['light', 'dark'] as const) {
    await tab.page.emulateMedia({ colorScheme });
    if (isAudited) expect(await violationsOf(tab.page), `${look}, ${colorScheme}`).toEqual([]);
    expect(await overflowOf(tab.page), `${look}, ${colorScheme}`).toBe(0);
  }
  expect(tab.errors.filter((complaint) => !/status of (?:401|503)/.test(complaint))).toEqual([]); // 503: the machine is busy
}
