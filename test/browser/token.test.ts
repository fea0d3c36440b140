import { expect, test } from 'vitest';
import { useReceiver } from '../local/use-receiver.ts';
import { type BoardTab, openBoard } from './board-tab.ts';
import { useBrowser } from './chromium.ts';

const receiver = useReceiver();
const browser = useBrowser();

const emptyText = 'No stream was heard of yet';
const tokenLabel = 'Token that may read';

/** Opens the board and types a token. */
async function signInWith(token: string, isRemembered: boolean): Promise<BoardTab> {
  const opened = await openBoard(browser(), receiver.url);
  await opened.page.getByLabel(tokenLabel).fill(token);
  if (isRemembered) await opened.page.getByLabel('Remember on this device').check();
  await opened.page.keyboard.press('Enter');
  return opened;
}

const remembered = ({ page }: BoardTab): Promise<string[]> => page.evaluate('Object.values(localStorage)');

test('the token of a link leaves the address bar at once, is in no URL that is asked for, and outlives a reload', async () => {
  const opened = await openBoard(browser(), `${receiver.url}/?status=live#${receiver.token}`);
  await opened.waitForText('No stream is as asked for.');
  expect(opened.page.url()).toBe(`${receiver.url}/?status=live`);
  await opened.page.reload();
  await opened.waitForText('No stream is as asked for.');
  expect(opened.requestedUrls.filter((url) => new URL(url).href.split('#')[0]?.includes(receiver.token))).toEqual([]);
  expect(opened.errors).toEqual([]);
});

test('without a token the page asks for one, says when the reader refuses it, and asks again', async () => {
  const opened = await openBoard(browser(), receiver.url);
  const field = opened.page.getByLabel(tokenLabel);
  expect(await field.getAttribute('type')).toBe('password');
  await field.fill('wrong');
  await opened.page.keyboard.press('Enter');
  await opened.waitForText('The reader refused this token');
  await field.fill(receiver.token);
  await opened.page.keyboard.press('Enter');
  await opened.waitForText(emptyText);
});

test('a link with another token, opened in the same tab, is taken', async () => {
  const opened = await openBoard(browser(), `${receiver.url}/#wrong`);
  await opened.waitForText('The reader refused this token');
  await opened.page.goto(`${receiver.url}/#${receiver.token}`);
  await opened.waitForText(emptyText);
  expect(opened.page.url()).toBe(`${receiver.url}/`);
});

test('whoever signs out is asked again, also after a reload', async () => {
  const opened = await openBoard(browser(), `${receiver.url}/#${receiver.token}`);
  await opened.page.getByRole('button', { name: 'Sign out' }).click();
  await opened.waitForText(tokenLabel);
  await opened.page.reload();
  await opened.waitForText(tokenLabel);
});

test('a page that is opened in a new tab takes the token from the tabs that are open, and keeps it', async () => {
  const opened = await openBoard(browser(), `${receiver.url}/#${receiver.token}`);
  await opened.waitForText(emptyText);
  const context = opened.page.context();
  const link = opened.page.getByRole('link', { name: 'Servers' });
  const [page] = await Promise.all([context.waitForEvent('page'), link.click({ modifiers: ['ControlOrMeta'] })]);
  await page.getByRole('heading', { name: 'Servers' }).waitFor();
  expect(page.url()).toBe(`${receiver.url}/?page=servers`);
  expect(await page.content()).not.toContain(receiver.token);
  await opened.page.close();
  await page.reload();
  await page.getByRole('heading', { name: 'Servers' }).waitFor();
  expect(opened.errors).toEqual([]);
});

test('a tab whose token was refused takes none that a new tab is given', async () => {
  const first = await openBoard(browser(), `${receiver.url}/#wrong`);
  await first.waitForText('The reader refused this token');
  const second = await first.openTab(`${receiver.url}/#${receiver.token}`);
  await second.waitForText(emptyText);
  const third = await second.openTab(receiver.url);
  await third.waitForText(emptyText);
  await first.waitForText('The reader refused this token');
});

test('a token that is to be remembered outlives its tab, until somebody signs out; no other does', async () => {
  for (const isRemembered of [true, false]) {
    const opened = await signInWith(receiver.token, isRemembered);
    await opened.waitForText(emptyText);
    expect(await remembered(opened)).toEqual(isRemembered ? [receiver.token] : []);
    const blank = await opened.openTab('about:blank');
    await opened.page.close();
    const later = await blank.openTab(`${receiver.url}/?status=live`);
    await later.waitForText(isRemembered ? 'No stream is as asked for.' : tokenLabel);
    if (!isRemembered) continue;
    await later.page.getByRole('button', { name: 'Sign out' }).click();
    await later.waitForText(tokenLabel);
    expect(await remembered(later)).toEqual([]);
    await (await later.openTab(receiver.url)).waitForText(tokenLabel);
  }
});

test('a remembered token that the reader refuses is forgotten, and another one is not', async () => {
  const wrong = await signInWith('wrong', true);
  await wrong.waitForText('The reader refused this token');
  expect(await remembered(wrong)).toEqual([]);
  const opened = await signInWith(receiver.token, true);
  await opened.waitForText(emptyText);
  const other = await opened.openTab(`${receiver.url}/#wrong`);
  await other.waitForText('The reader refused this token');
  expect(await remembered(other)).toEqual([receiver.token]);
});

test('whoever signs out does so in every tab with that token', async () => {
  const opened = await openBoard(browser(), `${receiver.url}/#${receiver.token}`);
  await opened.waitForText(emptyText);
  const other = await opened.openTab(`${receiver.url}/?page=servers`);
  await other.page.getByRole('button', { name: 'Sign out' }).click();
  await opened.waitForText(tokenLabel);
  await opened.page.reload();
  await opened.waitForText(tokenLabel);
});
