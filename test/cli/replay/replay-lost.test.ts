import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createReplayCommand } from '../../../cli/replay/replay-command.ts';
import type { HookLogLine } from '../../../lambda/receiving/hook-result.ts';
import { ensureLostKey } from '../../../local/data-dir/lost-key.ts';
import { startDatabase } from '../../../local/database/database.ts';
import { formatHookLine } from '../../../local/hook-line.ts';
import { startReceiver } from '../../../local/start-receiver.ts';
import { run } from '../../run.ts';
import { runInProcess } from '../run-in-process.ts';
import { buildLostLine } from './lost-line.builder.ts';
import { withReceiverOn } from './with-receiver-on.ts';

let DATA_DIR: string;
let file: string;
beforeEach(() => {
  DATA_DIR = mkdtempSync(join(tmpdir(), 'lost-'));
  file = join(DATA_DIR, 'server.log');
});
afterEach(() => rmSync(DATA_DIR, { recursive: true }));

/** Replays a log of these lines. */
function replay(lines: readonly string[], ...more: string[]) {
  writeFileSync(file, lines.join('\n'));
  return runInProcess(createReplayCommand(), ['--lost', file, ...more], { DATA_DIR });
}

/** Returns the lines of a request on the console of this machine, and in the log of a deployed function. */
const asLines = (line: HookLogLine): string[] => [formatHookLine(line, createColors(false)), JSON.stringify(line)];

const deferredFiles = () => readdir(join(DATA_DIR, 'deferred'));

/** Returns the log of a receiver that gets starts while neither its tables nor its folder are available. */
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

test('lost events are applied once, from the console and from the log, however often they are replayed', async () => {
  const lost = await logOfOutage('cam-1', 'cam-2');
  const lines = ['INIT_START', '{"status":200}', ...lost.flatMap(asLines), ''];
  for (let times = 0; times < 2; times++)
    expect(await replay(lines)).toEqual({
      code: 0,
      stdout: `Deferred 4 events of ${file} in the folder ${DATA_DIR}.\n`,
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

test('rejected lines are left out, each kind with what to do, and the process ends with 1', async () => {
  const key = await ensureLostKey(DATA_DIR);
  const [signed, unsigned, foreign] = [key, undefined, 'another'].map((each) =>
    JSON.stringify(buildLostLine('cam-1', each)),
  );
  const lines = [`a ${signed}`, `${unsigned}`, `${foreign}`, `${signed}`, `b ${signed}`];
  writeFileSync(file, lines.join('\n'));
  expect(await run('replay', ['--lost', file], { DATA_DIR })).toEqual({
    code: 1,
    stdout: `Deferred 1 event of ${file} in the folder ${DATA_DIR}.\n`,
    stderr: expect.stringMatching(
      /^1 line left out: no MAC, .*--unsigned accepts .*\. 1 line left out: signed by another .*DATA_DIR.*\. 2 lines left out: nothing that .*of whole lines\.\n$/,
    ),
  });
  expect(await deferredFiles()).toHaveLength(1);
});

test('--unsigned accepts lines without a MAC, and prints their apps; lines with a wrong MAC are left out', async () => {
  await ensureLostKey(DATA_DIR);
  const lines = [
    buildLostLine('cam-1', undefined),
    buildLostLine('cam-2', 'another'),
    buildLostLine('cam-3', undefined, 'Yard\n'),
  ];
  const asText = lines.map((line) => JSON.stringify(line));
  const { code, stdout, stderr } = await replay(asText, '--unsigned');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^1 line left out: signed by another/) });
  expect(stdout).toBe(
    `Deferred 2 events of ${file} in the folder ${DATA_DIR}.\n` +
      '2 events without a MAC, for LiveApp, Yard\\u000a: anyone whose text reaches that log could have written it, for any app.\n',
  );
  expect(await deferredFiles()).toHaveLength(2);
});

test('no text in a hook passes for a line of the receiver, not even with --unsigned', async () => {
  const json = JSON.stringify(buildLostLine('cam-1', undefined, 'Victim'));
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

test('a log without events is reported, and a missing one is an error', async () => {
  expect(await replay(['INIT_START', '{"status":200}'])).toMatchObject({
    code: 0,
    stdout: `No line of ${file} contains "lost".\n`,
  });
  expect(await runInProcess(createReplayCommand(), ['--lost', join(DATA_DIR, 'none')], { DATA_DIR })).toMatchObject({
    code: 1,
    stderr: `--lost: received "${join(DATA_DIR, 'none')}", which cannot be read (ENOENT); expected the log of a receiver.\n`,
  });
});

test('where no line is accepted no event is reported as deferred, and a missing key is named', async () => {
  const signed = JSON.stringify(buildLostLine('cam-1', 'another'));
  const why = (words: string) => expect.stringMatching(new RegExp(`^1 line left out: ${words}.*DATA_DIR.*\\.\n$`));
  const stdout = `No event of ${file} is accepted.\n`;
  const keyless = `signed, and the folder ${DATA_DIR} has no key`;
  expect(await replay([signed])).toEqual({ code: 1, stdout, stderr: why(keyless) });
  await ensureLostKey(DATA_DIR);
  expect(await replay([signed])).toEqual({ code: 1, stdout, stderr: why('signed by another receiver') });
});

test('only the folder of deferred events is opened: the database may be in use, or damaged', async () => {
  const key = await ensureLostKey(DATA_DIR);
  mkdirSync(join(DATA_DIR, 'dynamodb'));
  writeFileSync(join(DATA_DIR, 'dynamodb', 'CURRENT'), 'broken');
  expect(await replay([JSON.stringify(buildLostLine('cam-1', key))], '--dead-letters')).toEqual({
    code: 0,
    stdout: `No dead letters in the folder ${DATA_DIR}.\nDeferred 1 event of ${file} in the folder ${DATA_DIR}.\n`,
    stderr: '',
  });
});

test('a DATA_DIR that does not exist is an error, and is not created', async () => {
  const none = join(DATA_DIR, 'none');
  expect(await runInProcess(createReplayCommand(), ['--dead-letters'], { DATA_DIR: none })).toEqual({
    code: 1,
    stdout: '',
    stderr: `DATA_DIR: received "${none}", which does not exist; expected the folder of a receiver.\n`,
  });
});
