import { expect, test } from 'vitest';
import { useReceiver } from '../local/use-receiver.ts';
import { openBoard } from './board-tab.ts';
import { useBrowser } from './chromium.ts';

const receiver = useReceiver();
const browser = useBrowser();

/** The focused element, roughly as a screen reader announces it. */
const focused =
  '(document.activeElement.textContent || document.activeElement.id || document.activeElement.tagName).trim()';

test('everything can be reached with the keyboard', async () => {
  await receiver.postHook('LiveApp', { action: 'liveStreamStarted', id: 'gate', timestamp: Date.now() });
  const { page } = await openBoard(browser(), `${receiver.url}/#${receiver.token}`);
  await page.getByRole('link', { name: 'gate' }).waitFor();
  const stops: string[] = [];
  for (let presses = 0; presses < 30 && stops.at(-1) !== 'gate'; presses++) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate<string>(focused));
  }
  expect(stops.slice(0, 5)).toEqual(['Skip to content', 'Streams', 'Servers', 'Quarantine', 'Sign out']);
  expect(stops.at(-1)).toBe('gate');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'gate' }).waitFor();
  await expect.poll(() => page.evaluate(focused)).toBe('gate'); // its heading, so that screen readers announce the page
  await page.goBack();
  await page.getByLabel('Search').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('gate/');
  await expect.poll(() => page.getByLabel('Search').inputValue()).toBe('gate/');
});

test('the first element that Tab reaches skips the navigation', async () => {
  const { page } = await openBoard(browser(), `${receiver.url}/#${receiver.token}`);
  await page.getByRole('link', { name: 'gate' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.tagName')).toBe('MAIN');
});
