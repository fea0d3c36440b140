import { expect, test } from 'vitest';
import { useReceiver } from '../local/use-receiver.ts';
import { useBrowser } from './chromium.ts';
import { type Opened, open } from './opened.ts';

const receiver = useReceiver();
const browser = useBrowser();

const shown = 'No stream was heard of yet';
const form = 'Token that may read';

/** Opens the board and types a token. */
async function typed(token: string, isRemembered: boolean): Promise<Opened> {
  const opened = await open(browser(), receiver.url);
  await opened.page.getByLabel(form).fill(token);
  if (isRemembered) await opened.page.getByLabel('Remember on this device').check();
  await opened.page.keyboard.press('Enter');
  return opened;
}

const remembered = ({ page }: Opened): Promise<string[]> => page.evaluate('Object.values(localStorage)');

test('the token of a link leaves the address bar at once, is in no URL that is asked for, and outlives a reload', async () => {
  const opened = await open(browser(), `${receiver.url}/?status=live#${receiver.token}`);
  await opened.see('No stream is as asked for.');
  expect(opened.page.url()).toBe(`${receiver.url}/?status=live`);
  await opened.page.reload();
  await opened.see('No stream is as asked for.');
  expect(opened.urls.filter((url) => new URL(url).href.split('#')[0]?.includes(receiver.token))).toEqual([]);
  expect(opened.complaints).toEqual([]);
});

test('without a token the page asks for one, says when the reader refuses it, and asks again', async () => {
  const opened = await open(browser(), receiver.url);
  const field = opened.page.getByLabel(form);
  expect(await field.getAttribute('type')).toBe('password');
  await field.fill('wrong');
  await opened.page.keyboard.press('Enter');
  await opened.see('The reader refused this token');
  await field.fill(receiver.token);
  await opened.page.keyboard.press('Enter');
  await opened.see(shown);
});

test('a link with another token, opened in the same tab, is taken', async () => {
  const opened = await open(browser(), `${receiver.url}/#wrong`);
  await opened.see('The reader refused this token');
  await opened.page.goto(`${receiver.url}/#${receiver.token}`);
  await opened.see(shown);
  expect(opened.page.url()).toBe(`${receiver.url}/`);
});

test('whoever signs out is asked again, also after a reload', async () => {
  const opened = await open(browser(), `${receiver.url}/#${receiver.token}`);
  await opened.page.getByRole('button', { name: 'Sign out' }).click();
  await opened.see(form);
  await opened.page.reload();
  await opened.see(form);
});

test('a page that is opened in a new tab takes the token from the tabs that are open, and keeps it', async () => {
  const opened = await open(browser(), `${receiver.url}/#${receiver.token}`);
  await opened.see(shown);
  const context = opened.page.context();
  const link = opened.page.getByRole('link', { name: 'Servers' });
  const [page] = await Promise.all([context.waitForEvent('page'), link.click({ modifiers: ['ControlOrMeta'] })]);
  await page.getByRole('heading', { name: 'Servers' }).waitFor();
  expect(page.url()).toBe(`${receiver.url}/?page=servers`);
  expect(await page.content()).not.toContain(receiver.token);
  await opened.page.close();
  await page.reload();
  await page.getByRole('heading', { name: 'Servers' }).waitFor();
  expect(opened.complaints).toEqual([]);
});

test('a tab whose token was refused takes none that a new tab is given', async () => {
  const first = await open(browser(), `${receiver.url}/#wrong`);
  await first.see('The reader refused this token');
  const second = await first.tab(`${receiver.url}/#${receiver.token}`);
  await second.see(shown);
  const third = await second.tab(receiver.url);
  await third.see(shown);
  await first.see('The reader refused this token');
});

test('a token that is to be remembered outlives its tab, until somebody signs out; no other does', async () => {
  for (const isRemembered of [true, false]) {
    const opened = await typed(receiver.token, isRemembered);
    await opened.see(shown);
    expect(await remembered(opened)).toEqual(isRemembered ? [receiver.token] : []);
    const blank = await opened.tab('about:blank');
    await opened.page.close();
    const later = await blank.tab(`${receiver.url}/?status=live`);
    await later.see(isRemembered ? 'No stream is as asked for.' : form);
    if (!isRemembered) continue;
    await later.page.getByRole('button', { name: 'Sign out' }).click();
    await later.see(form);
    expect(await remembered(later)).toEqual([]);
    await (await later.tab(receiver.url)).see(form);
  }
});

test('a remembered token that the reader refuses is forgotten, and another one is not', async () => {
  const wrong = await typed('wrong', true);
  await wrong.see('The reader refused this token');
  expect(await remembered(wrong)).toEqual([]);
  const opened = await typed(receiver.token, true);
  await opened.see(shown);
  const other = await opened.tab(`${receiver.url}/#wrong`);
  await other.see('The reader refused this token');
  expect(await remembered(other)).toEqual([receiver.token]);
});

test('whoever signs out does so in every tab with that token', async () => {
  const opened = await open(browser(), `${receiver.url}/#${receiver.token}`);
  await opened.see(shown);
  const other = await opened.tab(`${receiver.url}/?page=servers`);
  await other.page.getByRole('button', { name: 'Sign out' }).click();
  await opened.see(form);
  await opened.page.reload();
  await opened.see(form);
});
