import { beforeAll, describe, expect, test } from 'vitest';
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

const viewports = [
  { look: 'on a narrow phone', viewport: { width: 320, height: 640 } },
  { look: 'on a phone', viewport: { width: 360, height: 780 } },
  { look: 'on a laptop', viewport: { width: 1366, height: 768 } },
  { look: 'on a wall', viewport: { width: 2560, height: 1440 } },
];

/** Each state, and a text that is visible in it. */
const states: Record<string, { url: () => string; sees: string }> = {
  empty: { url: () => `${empty.url}/#${empty.token}`, sees: 'No streams yet' },
  'streams that are live and ended': { url: () => `${receiver.url}/#${receiver.token}`, sees: 'Roof' },
  'one stream': { url: () => page('stream&app=LiveApp&id=stage-1'), sees: 'History' },
  'missing streams': { url: () => `${receiver.url}/?app=LiveApp#${receiver.token}`, sees: 'Missing' },
  'refused publishers': {
    url: () => `${receiver.url}/?app=LiveApp#${receiver.token}`,
    sees: 'Refused in the last hour',
  },
  'a presumed end': { url: () => page('stream&app=LiveApp&id=quay-5'), sees: 'Presumed ended' },
  'a stream with an error': { url: () => page('stream&app=LiveApp&id=tower-1'), sees: 'endpointFailed' },
  servers: { url: () => page('servers'), sees: 'High resource usage' },
  quarantine: { url: () => page('quarantine'), sees: 'Copy body' },
  'a wrong token': { url: () => `${receiver.url}/#wrong`, sees: 'The receiver refused this token' },
};

const page = (query: string) => `${receiver.url}/?page=${query}#${receiver.token}`;

describe.each(Object.entries(states))('the state: %s', (_state, { url, sees }) => {
  test.each(viewports)('is accessible, and fits, $look, light and dark', async ({ viewport }) => {
    const tab = await openBoard(browser(), url(), { viewport });
    if (sees.startsWith('Refused')) await tab.page.getByText('2 more').click();
    if (sees === 'Copy body') await tab.page.locator('summary').first().click();
    await tab.waitForText(sees);
    for (const colorScheme of ['light', 'dark'] as const) {
      await tab.page.emulateMedia({ colorScheme });
      expect(await violationsOf(tab.page), colorScheme).toEqual([]);
      expect(await overflowOf(tab.page), colorScheme).toBe(0);
    }
    expect(tab.errors.filter((complaint) => !complaint.includes('401'))).toEqual([]);
  });
});
