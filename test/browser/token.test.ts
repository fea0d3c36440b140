import { expect, test } from 'vitest';
import { useReceiver } from '../local/use-receiver.ts';
import { useBrowser } from './chromium.ts';
import { open } from './opened.ts';

const receiver = useReceiver();
const browser = useBrowser();

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
  const field = opened.page.getByLabel('Token that may read');
  expect(await field.getAttribute('type')).toBe('password');
  await field.fill('wrong');
  await opened.page.keyboard.press('Enter');
  await opened.see('The reader refused this token');
  await field.fill(receiver.token);
  await opened.page.keyboard.press('Enter');
  await opened.see('No stream was heard of yet');
});

test('a link with another token, opened in the same tab, is taken', async () => {
  const opened = await open(browser(), `${receiver.url}/#wrong`);
  await opened.see('The reader refused this token');
  await opened.page.goto(`${receiver.url}/#${receiver.token}`);
  await opened.see('No stream was heard of yet');
  expect(opened.page.url()).toBe(`${receiver.url}/`);
});

test('whoever signs out is asked again, also after a reload', async () => {
  const opened = await open(browser(), `${receiver.url}/#${receiver.token}`);
  await opened.page.getByRole('button', { name: 'Sign out' }).click();
  await opened.see('Token that may read');
  await opened.page.reload();
  await opened.see('Token that may read');
});
