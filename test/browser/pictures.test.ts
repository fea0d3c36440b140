import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { useReceiver } from '../local/use-receiver.ts';
import { useTempFolder } from '../use-temp-folder.ts';
import { openBoard } from './board-tab.ts';
import { useBrowser } from './chromium.ts';
import { sendHeartbeats, simulateAll, simulateHour, simulateSilence } from './states.ts';

const { PICTURES = '' } = process.env;
const dataDir = useTempFolder('pictures');
const receiver = useReceiver(dataDir);
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
  { name: 'laptop-light', width: 1366, height: 768, colorScheme: 'light' },
  { name: 'laptop-dark', width: 1366, height: 768, colorScheme: 'dark' },
  { name: 'phone-light', width: 390, height: 844, colorScheme: 'light' },
  { name: 'phone-dark', width: 390, height: 844, colorScheme: 'dark' },
  { name: 'wall-light', width: 1920, height: 1080, colorScheme: 'light', deviceScaleFactor: 0.75 },
  { name: 'wall-dark', width: 1920, height: 1080, colorScheme: 'dark', deviceScaleFactor: 0.75 },
];

const views = { '': '', 'stream-': '?page=stream&app=LiveApp&id=stage-1' };

/** Those that leave few streams live: all that a screen shows should fit on it. */
const SCENARIOS = 'recording,adaptive,room,reconnect,crash,errors,heartbeats';

/** The number of heartbeats to send: enough for a line. */
const BEATS = 8;

test('the pictures of the README are made from simulated streams', async () => {
  const folder = resolve(PICTURES);
  await mkdir(folder, { recursive: true });
  await simulateAll(receiver, SCENARIOS);
  await simulateSilence(receiver, dataDir);
  await simulateHour(receiver, Date.now());
  const pages = await Promise.all(
    Object.entries(views).flatMap(([view, query]) =>
      pictures.map(async ({ name, width, height, colorScheme, deviceScaleFactor = 1 }) => {
        const look = { viewport: { width, height }, colorScheme, deviceScaleFactor, timezoneId: 'Europe/Zurich' };
        const { page } = await openBoard(browser(), `${receiver.url}/${query}#${receiver.token}`, look);
        return { file: join(folder, `${view}${name}.png`), page };
      }),
    ),
  );
  for (let beat = 0; beat < BEATS; beat++) {
    await sendHeartbeats(receiver, Date.now());
    await new Promise((resolve) => setTimeout(resolve, 5_200));
  }
  for (const { page, file } of pages) await page.screenshot({ path: file });
  expect(pages).toHaveLength(Object.keys(views).length * pictures.length);
});
