import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { useTempFolder } from '../use-temp-folder.ts';
import { NpmStart } from './npm-start.ts';

const folder = useTempFolder('start-settings');
const processes: NpmStart[] = [];
afterEach(() => {
  for (const started of processes.splice(0)) started.kill();
});

/** npm start, told by a file that holds this. */
function startWith(text: string): NpmStart {
  const SETTINGS = join(mkdtempSync(join(folder, 'settings-')), 'settings.json');
  writeFileSync(SETTINGS, text);
  const started = new NpmStart({ DATA_DIR: ':memory:', TOKEN: 'secret', SETTINGS });
  processes.push(started);
  return started;
}

const heartbeat = () => JSON.stringify({ action: 'liveStreamStatus', id: 'cam-1', timestamp: Date.now() });

async function send(url: string): Promise<number> {
  return (await fetch(url, { method: 'POST', body: heartbeat() })).status;
}

test('npm start lets in whom the settings let in', async () => {
  expect(await send(await startWith('{"allowList": ["192.0.2.0/24"]}').ready())).toBe(403);
  expect(await send(await startWith('{"allowList": ["127.0.0.1"]}').ready())).toBe(200);
});

test('npm start keeps the heartbeats that the settings have it keep', async () => {
  for (const [keepHeartbeats, count] of [
    [true, 1],
    [false, 0],
  ]) {
    const url = await startWith(JSON.stringify({ keepHeartbeats })).ready();
    await send(url);
    const path = new URL('/stream/events?app=LiveApp&id=cam-1', url);
    const answer = await fetch(path, { headers: { authorization: 'Bearer secret' } });
    expect(await answer.json()).toMatchObject({ events: { length: count } });
  }
});

test.each([
  { text: '{"memmory": 512}', line: /^Setting memmory: there is none of this name, expected one of .*\n$/ },
  { text: '{"historyDays": 0}', line: /^Setting historyDays: received 0, expected a whole number from 1 to 3650\. .*\n$/ },
  { text: '{', line: /^\/.*settings\.json: expected JSON .*\n$/ },
])('npm start with the settings $text says what is wrong in one line', async ({ text, line }) => {
  const started = startWith(text);
  expect(await started.exit()).toBe(1);
  expect(started.err).toMatch(line);
  expect(started.out).toBe('');
}); // biome-ignore format: a table
