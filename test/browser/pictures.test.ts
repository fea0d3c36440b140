import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { simulateLive } from '../../cli/simulate/live.ts';
import { sendScenarios } from '../../cli/simulate/run-simulation.ts';
import { useReceiver } from '../local/use-receiver.ts';
import { type BoardTab, openBoard } from './board-tab.ts';
import { useBrowser } from './chromium.ts';
import { simulatorSettings } from './simulator-settings.ts';

const { PICTURES = '' } = process.env;
const receiver = useReceiver();
const browser = useBrowser();

interface Picture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
  /** Less than 1 shrinks the picture: a wall is seen from afar. @default 1 */
  readonly deviceScaleFactor?: number;
}

const pictures: readonly Picture[] = [
  { name: 'laptop-light', width: 1280, height: 800, colorScheme: 'light' },
  { name: 'laptop-dark', width: 1280, height: 800, colorScheme: 'dark' },
  { name: 'phone-light', width: 390, height: 844, colorScheme: 'light' },
  { name: 'phone-dark', width: 390, height: 844, colorScheme: 'dark' },
  { name: 'wall-light', width: 1920, height: 1080, colorScheme: 'light', deviceScaleFactor: 0.75 },
  { name: 'wall-dark', width: 1920, height: 1080, colorScheme: 'dark', deviceScaleFactor: 0.75 },
];

/** As in the README: `npm run simulate`, then `npm run simulate -- --live 10m --streams 8`. */
const STREAMS = 8;
/** Until the sixth stream, whose heartbeats stop after half a minute, is stale, and the lines of the others are long. */
const WAIT_MS = 110_000;

test('the pictures of the README are made of simulated streams', async () => {
  const folder = resolve(PICTURES);
  await mkdir(folder, { recursive: true });
  await sendScenarios(simulatorSettings(receiver, { scenario: 'recording,adaptive,room,reconnect,errors' }));
  const end = new AbortController();
  const live = simulateLive(simulatorSettings(receiver, { streams: STREAMS }), 600_000, end.signal);
  const open = (query: string, { width, height, colorScheme, deviceScaleFactor = 1 }: Picture) => {
    const look = { viewport: { width, height }, colorScheme, deviceScaleFactor, timezoneId: 'Europe/Zurich' };
    return openBoard(browser(), `${receiver.url}/${query}#${receiver.token}`, look);
  };
  const lists = await Promise.all(pictures.map((picture) => open('', picture)));
  await new Promise((wake) => setTimeout(wake, WAIT_MS));
  for (const [index, tab] of lists.entries()) await save(tab, join(folder, `${pictures[index]?.name}.png`));
  const link = lists[0]?.page.getByRole('link', { name: 'Main stage' }).first();
  const streams = await Promise.all(
    pictures.map(async (picture) => open((await link?.getAttribute('href')) ?? '', picture)),
  );
  for (const [index, tab] of streams.entries()) {
    await tab.waitForText('History');
    await save(tab, join(folder, `stream-${pictures[index]?.name}.png`));
  }
  end.abort();
  expect((await live).isRefused).toBe(false);
}, 300_000);

const save = (tab: BoardTab, path: string) => tab.page.screenshot({ path });
