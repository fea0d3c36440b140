import { beforeAll, expect, test } from 'vitest';
import { readCsv } from '../../board/read-csv.ts';
import { useReceiver } from '../local/use-receiver.ts';

const receiver = useReceiver();
const NOW = Date.now();
const SESSIONS = 5;

beforeAll(async () => {
  for (let n = 0; n < SESSIONS; n++) {
    const stream = { id: `cam-${n}`, streamName: `"Name"\r\nof ${n}` };
    await receiver.postHook('Csv', { ...stream, action: 'liveStreamStarted', timestamp: NOW - 60_000 + n });
    await receiver.postHook('Csv', { ...stream, action: 'liveStreamEnded', timestamp: NOW - 30_000 + n });
  }
});

const optionsFor = (pages: number[], signal = new AbortController().signal) => ({
  ...{ url: receiver.url, token: receiver.token, signal },
  onPage: (page: number) => pages.push(page),
});

test('the pages of a list are those of the API, with the line of the names once', async () => {
  const whole = await receiver.read('/sessions?app=Csv', { accept: 'text/csv' });
  const told: number[] = [];
  const { pages, isComplete } = await readCsv('/sessions?app=Csv&limit=2', optionsFor(told));
  expect(pages.join('')).toBe(whole.text);
  expect([pages.length, isComplete]).toEqual([told.length, true]);
  expect(told.slice(0, 3)).toEqual([1, 2, 3]);
});

test('it stops after a number of pages, and says so', async () => {
  const { pages, isComplete } = await readCsv('/sessions?app=Csv&limit=2', { ...optionsFor([]), maxPages: 2 });
  expect([pages.length, isComplete]).toEqual([2, false]);
  expect(pages.join('')).toContain('cam-4');
  expect(pages.join('')).not.toContain('cam-0');
});

test('an error of the receiver ends it', async () => {
  await expect(readCsv('/sessions?limit=0', optionsFor([]))).rejects.toThrow('the receiver returned an error (400)');
});

test('its signal ends it between two pages', async () => {
  const controller = new AbortController();
  const options = { ...optionsFor([], controller.signal), onPage: (page: number) => page === 2 && controller.abort() };
  await expect(readCsv('/sessions?app=Csv&limit=2', options)).rejects.toThrow(/abort/);
});
