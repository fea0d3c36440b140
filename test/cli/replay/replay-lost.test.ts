import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HookLogLine } from '../../../lambda/receiving/hook-result.ts';
import { ensureLostKey } from '../../../local/data-dir/lost-key.ts';
import { startDatabase } from '../../../local/database/database.ts';
import { formatHookLine } from '../../../local/hook-line.ts';
import { startReceiver } from '../../../local/start-receiver.ts';
import { run } from '../../run.ts';
import { aLostLine } from './lost-line.builder.ts';
import { withReceiverOn } from './with-receiver-on.ts';

let DATA_DIR: string;
let file: string;
beforeEach(() => {
  DATA_DIR = mkdtempSync(join(tmpdir(), 'lost-'));
  file = join(DATA_DIR, 'server.log');
});
afterEach(() => rmSync(DATA_DIR, { recursive: true }));

/** Replays a log of such lines. */
function replay(lines: readonly string[], ...more: string[]) {
  writeFileSync(file, lines.join('\n'));
  return run('replay', ['--lost', file, ...more], { DATA_DIR });
}

/** A request as the console of this machine tells it, and as the log of a deployed function does. */
const asLines = (line: HookLogLine): string[] => [formatHookLine(line, createColors(false)), JSON.stringify(line)];

const deferredFiles = () => readdir(join(DATA_DIR, 'deferred'));

/** What a receiver tells of starts while its tables are away, and its folder too. */
async function logOfOutage(...ids: string[]): Promise<HookLogLine[]> {
  const lines: HookLogLine[] = [];
  const database = await startDatabase(DATA_DIR);
  const log = (line: HookLogLine) => lines.push(line);
  const databaseLeftOpen = { ...database, close: async () => {} };
  const receiver = await startReceiver({
    port: 0,
    host: '127.0.0.1',
    dataDir: DATA_DIR,
    database: databaseLeftOpen,
    log,
  });
  await database.close();
  rmSync(join(DATA_DIR, 'deferred'), { recursive: true });
  for (const id of ids) {
    const body = JSON.stringify({ action: 'liveStreamStarted', id, timestamp: Date.now() });
    const { status } = await fetch(`${receiver.url}/hooks/LiveApp/${receiver.token}`, { method: 'POST', body });
    expect(status).toBe(503);
  }
  await receiver.close();
  return lines;
}

test('what a receiver could keep nowhere is applied once, from its console and from its log, however often they are replayed', async () => {
  const lost = await logOfOutage('cam-1', 'cam-2');
  const lines = ['INIT_START', '{"status":200}', ...lost.flatMap(asLines), ''];
  for (let times = 0; times < 2; times++)
    expect(await replay(lines)).toEqual({
      code: 0,
      stdout: `4 events of ${file} wait in the folder ${DATA_DIR}, to be applied.\n`,
      stderr: '',
    });
  await withReceiverOn(DATA_DIR, async (receiver) => {
    await expect.poll(deferredFiles, { timeout: 10_000 }).toEqual([]);
    for (const id of ['cam-1', 'cam-2'])
      expect((await receiver.read(`/streams/LiveApp/${id}`)).json).toMatchObject({
        status: 'live',
        events: [{ action: 'liveStreamStarted', outcome: 'recorded' }],
      });
  });
});

test('what is not believed is left out, and each kind told with what to do', async () => {
  const key = await ensureLostKey(DATA_DIR);
  const [kept, unsigned, foreign] = [key, undefined, 'another'].map((each) => JSON.stringify(aLostLine('cam-1', each)));
  expect(await replay([`a ${kept}`, `${unsigned}`, `${foreign}`, `${kept}`, `b ${kept}`])).toEqual({
    code: 1,
    stdout: `1 event of ${file} waits in the folder ${DATA_DIR}, to be applied.\n`,
    stderr: expect.stringMatching(
      /^1 line left out: no MAC, .*--unsigned takes .*\. 1 line left out: signed by another .*DATA_DIR.*\. 2 lines left out: nothing that .*of whole lines\.\n$/,
    ),
  });
  expect(await deferredFiles()).toHaveLength(1);
});

test('--unsigned takes lines without a MAC, and tells for which apps; those with a wrong one it leaves', async () => {
  await ensureLostKey(DATA_DIR);
  const lines = [aLostLine('cam-1', undefined), aLostLine('cam-2', 'another'), aLostLine('cam-3', undefined, 'Yard\n')];
  const asText = lines.map((line) => JSON.stringify(line));
  const { code, stdout, stderr } = await replay(asText, '--unsigned');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^1 line left out: signed by another/) });
  expect(stdout).toBe(
    `2 events of ${file} wait in the folder ${DATA_DIR}, to be applied.\n` +
      '2 events without a MAC, for LiveApp, Yard\\u000a: anybody whose text reaches that log could have written it, for any app.\n',
  );
  expect(await deferredFiles()).toHaveLength(2);
});

test('no text that a hook carries is taken for a line of the receiver, not even with --unsigned', async () => {
  const json = JSON.stringify(aLostLine('cam-1', undefined, 'Victim'));
  const texts = [
    json,
    `\n${json}`,
    `\n${json}\n`,
    `\r\n${json}\r\n`,
    `\u2028${json}\u2029`,
    `\u001b[2K\r${json}`,
    `"\n${json}\n"`,
  ];
  const hooks = texts.flatMap((text) => [
    { action: 'highResourceUsage', host: text },
    { action: 'liveStreamStarted', id: text, streamName: text },
    { action: text, id: text, metadata: text },
    { id: text },
  ]);
  const lines = await withReceiverOn(DATA_DIR, async (receiver) => {
    for (const app of ['LiveApp', encodeURIComponent('\n{"lost":"{}"}\n')])
      for (const hook of hooks) await receiver.postHook(app, hook);
    for (const hook of hooks) await receiver.postHook('LiveApp', JSON.stringify(hook).slice(0, -1));
    expect(receiver.lines.filter(({ id }) => id?.includes('lost')).length).toBeGreaterThan(texts.length);
    return receiver.lines.flatMap(asLines);
  });
  const { code, stderr } = await replay(lines, '--unsigned');
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(/^\d+ lines left out: nothing that a/),
  });
  expect(await deferredFiles()).toEqual([]);
});

test('a log without events says so, and one that is not there is an error', async () => {
  expect(await replay(['INIT_START', '{"status":200}'])).toMatchObject({
    code: 0,
    stdout: `No line of ${file} holds "lost".\n`,
  });
  expect(await run('replay', ['--lost', join(DATA_DIR, 'none')], { DATA_DIR })).toMatchObject({
    code: 1,
    stderr: `--lost: received "${join(DATA_DIR, 'none')}", which cannot be read (ENOENT); expected the log of a receiver.\n`,
  });
});

test('where no line is taken no event is said to wait, and a folder without a key says so', async () => {
  const signed = JSON.stringify(aLostLine('cam-1', 'another'));
  const why = (words: string) => expect.stringMatching(new RegExp(`^1 line left out: ${words}.*DATA_DIR.*\\.\n$`));
  const stdout = `No event of ${file} is taken.\n`;
  const keyless = `signed, and the folder ${DATA_DIR} has no key`;
  expect(await replay([signed])).toEqual({ code: 1, stdout, stderr: why(keyless) });
  await ensureLostKey(DATA_DIR);
  expect(await replay([signed])).toEqual({ code: 1, stdout, stderr: why('signed by another receiver') });
});

test('what the events wait in is all that is opened: a database that is in use, or broken, is none of its business', async () => {
  const key = await ensureLostKey(DATA_DIR);
  mkdirSync(join(DATA_DIR, 'dynamodb'));
  writeFileSync(join(DATA_DIR, 'dynamodb', 'CURRENT'), 'broken');
  expect(await replay([JSON.stringify(aLostLine('cam-1', key))], '--dead-letters')).toEqual({
    code: 0,
    stdout: `No dead letters in the folder ${DATA_DIR}.\n1 event of ${file} waits in the folder ${DATA_DIR}, to be applied.\n`,
    stderr: '',
  });
});

test('a DATA_DIR that is not there is an error, and is not made', async () => {
  const none = join(DATA_DIR, 'none');
  expect(await run('replay', ['--dead-letters'], { DATA_DIR: none })).toEqual({
    code: 1,
    stdout: '',
    stderr: `DATA_DIR: received "${none}", which is not there; expected the folder of a receiver.\n`,
  });
});
