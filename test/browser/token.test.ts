import type { BrowserContextOptions } from 'playwright-core';
import { expect, test } from 'vitest';
import { useReceiver } from '../local/use-receiver.ts';
import { overflowOf, violationsOf } from './axe.ts';
import { type BoardTab, openBoard } from './board-tab.ts';
import { useBrowser } from './chromium.ts';

const receiver = useReceiver();
const browser = useBrowser();

const emptyText = 'No streams yet';
const tokenLabel = 'Read token';

/** Opens the board and signs in with a token. */
async function signInWith(token: string, isRemembered: boolean): Promise<BoardTab> {
  const tab = await openBoard(browser(), receiver.url);
  await tab.page.getByLabel(tokenLabel).fill(token);
  if (isRemembered) await tab.page.getByLabel('Remember on this device').check();
  await tab.page.keyboard.press('Enter');
  return tab;
}

const remembered = ({ page }: BoardTab): Promise<string[]> => page.evaluate('Object.values(localStorage)');

test('the token of a link is removed from the address bar at once, is in no requested URL, and survives a reload', async () => {
  const tab = await openBoard(browser(), `${receiver.url}/?status=live#${receiver.token}`);
  await tab.waitForText('No streams match');
  expect(tab.page.url()).toBe(`${receiver.url}/?status=live`);
  await tab.page.reload();
  await tab.waitForText('No streams match');
  expect(tab.requestedUrls.filter((url) => new URL(url).href.split('#')[0]?.includes(receiver.token))).toEqual([]);
  expect(tab.errors).toEqual([]);
});

test('without a token the page asks for one, says when it is refused, and asks again', async () => {
  const tab = await openBoard(browser(), receiver.url);
  const field = tab.page.getByLabel(tokenLabel);
  expect(await field.getAttribute('type')).toBe('password');
  await field.fill('wrong');
  await tab.page.keyboard.press('Enter');
  await tab.waitForText('The receiver refused this token');
  await field.fill(receiver.token);
  await tab.page.keyboard.press('Enter');
  await tab.waitForText(emptyText);
});

test('a link with another token, opened in the same tab, signs in with that one', async () => {
  const tab = await openBoard(browser(), `${receiver.url}/#wrong`);
  await tab.waitForText('The receiver refused this token');
  await tab.page.goto(`${receiver.url}/#${receiver.token}`);
  await tab.waitForText(emptyText);
  expect(tab.page.url()).toBe(`${receiver.url}/`);
});

test('after signing out the page asks for a token, also after a reload', async () => {
  const tab = await openBoard(browser(), `${receiver.url}/#${receiver.token}`);
  await tab.page.getByRole('button', { name: 'Sign out' }).click();
  await tab.waitForText(tokenLabel);
  await tab.page.reload();
  await tab.waitForText(tokenLabel);
});

test('a new tab gets the token from the open tabs, and stores it', async () => {
  const tab = await openBoard(browser(), `${receiver.url}/#${receiver.token}`);
  await tab.waitForText(emptyText);
  const context = tab.page.context();
  const link = tab.page.getByRole('link', { name: 'Servers' });
  const [page] = await Promise.all([context.waitForEvent('page'), link.click({ modifiers: ['ControlOrMeta'] })]);
  await page.getByRole('heading', { name: 'Servers' }).waitFor();
  expect(page.url()).toBe(`${receiver.url}/?page=servers`);
  expect(await page.content()).not.toContain(receiver.token);
  await tab.page.close();
  await page.reload();
  await page.getByRole('heading', { name: 'Servers' }).waitFor();
  expect(tab.errors).toEqual([]);
});

test('a tab with a refused token does not adopt the token of a new tab', async () => {
  const first = await openBoard(browser(), `${receiver.url}/#wrong`);
  await first.waitForText('The receiver refused this token');
  const second = await first.openTab(`${receiver.url}/#${receiver.token}`);
  await second.waitForText(emptyText);
  const third = await second.openTab(receiver.url);
  await third.waitForText(emptyText);
  await first.waitForText('The receiver refused this token');
});

test('only a remembered token outlives its tab, until somebody signs out', async () => {
  for (const isRemembered of [true, false]) {
    const tab = await signInWith(receiver.token, isRemembered);
    await tab.waitForText(emptyText);
    expect(await remembered(tab)).toEqual(isRemembered ? [receiver.token] : []);
    const blank = await tab.openTab('about:blank');
    await tab.page.close();
    const later = await blank.openTab(`${receiver.url}/?status=live`);
    await later.waitForText(isRemembered ? 'No streams match' : tokenLabel);
    if (!isRemembered) continue;
    await later.page.getByRole('button', { name: 'Sign out' }).click();
    await later.waitForText(tokenLabel);
    expect(await remembered(later)).toEqual([]);
    await (await later.openTab(receiver.url)).waitForText(tokenLabel);
  }
});

test('a refused token is removed from the device, and a different remembered one is not', async () => {
  const wrong = await signInWith('wrong', true);
  await wrong.waitForText('The receiver refused this token');
  expect(await remembered(wrong)).toEqual([]);
  const tab = await signInWith(receiver.token, true);
  await tab.waitForText(emptyText);
  const other = await tab.openTab(`${receiver.url}/#wrong`);
  await other.waitForText('The receiver refused this token');
  expect(await remembered(other)).toEqual([receiver.token]);
});

test('signing out applies to every tab with the same token', async () => {
  const tab = await openBoard(browser(), `${receiver.url}/#${receiver.token}`);
  await tab.waitForText(emptyText);
  const other = await tab.openTab(`${receiver.url}/?page=servers`);
  await other.page.getByRole('button', { name: 'Sign out' }).click();
  await tab.waitForText(tokenLabel);
  await tab.page.reload();
  await tab.waitForText(tokenLabel);
});

/** The headers of a deployed receiver, whose console is not a page of this test. */
const named = {
  ...{ receiver: 'Studio-2', region: 'eu-west-1' },
  ...{ dashboard: 'https://console.example/#dashboard', logs: 'http://console.example/#logs' },
};

/** Opens the board of a receiver that names itself as a deployed one does. */
async function openNamed(options: BrowserContextOptions = {}): Promise<BoardTab> {
  const tab = await openBoard(browser(), 'about:blank', options);
  await tab.page.route(/\/counts/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), ...named } });
  });
  return tab;
}

test('the header names the receiver, on every page, only to the holder of a token', async () => {
  const tab = await openNamed();
  await tab.page.goto(receiver.url);
  await tab.waitForText(tokenLabel);
  expect(await tab.page.content()).not.toContain('Studio-2');
  for (const page of ['streams', 'servers', 'quarantine']) {
    await tab.page.goto(`${receiver.url}/?page=${page}#${receiver.token}`);
    await tab.page.reload();
    await tab.waitForText('Studio-2 · eu-west-1');
    await expect.poll(() => tab.page.title()).toMatch(/Streams · Studio-2$/);
  }
  expect(await tab.page.getByRole('link', { name: 'Dashboard' }).getAttribute('href')).toBe(named.dashboard);
  expect(await tab.page.getByRole('link', { name: 'Logs' }).count()).toBe(0); // it is not encrypted
  expect(await violationsOf(tab.page)).toEqual([]);
  await tab.page.getByRole('button', { name: 'Sign out' }).click();
  await tab.waitForText(tokenLabel);
  expect(await tab.page.title()).toBe('Streams');
  expect(await tab.page.content()).not.toContain('Studio-2');
});

test('on a phone the links unfold below the header', async () => {
  const tab = await openNamed({ viewport: { width: 360, height: 740 } });
  await tab.page.goto(`${receiver.url}/?page=servers#${receiver.token}`);
  const link = tab.page.getByRole('link', { name: 'Dashboard' });
  const unfold = tab.page.getByRole('button', { name: 'Studio-2' });
  await unfold.waitFor();
  expect(await link.isVisible()).toBe(false);
  await unfold.click();
  await link.waitFor();
  await tab.waitForText('Studio-2 · eu-west-1');
  expect(await overflowOf(tab.page)).toBe(0);
  expect(await violationsOf(tab.page)).toEqual([]);
});

test('this machine is named as such, without links', async () => {
  const tab = await openBoard(browser(), `${receiver.url}/#${receiver.token}`);
  await tab.waitForText('this machine');
  expect(await tab.page.getByRole('link', { name: 'Dashboard' }).count()).toBe(0);
  expect(await tab.page.title()).toBe('Streams');
});
