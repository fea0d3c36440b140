import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createReplayCommand } from '../../../cli/replay/replay-command.ts';
import { toMessage } from '../../../lambda/hook/message.ts';
import type { Hook, StreamEvent } from '../../../lambda/stream/event.ts';
import { Recorder } from '../../../lambda/table/recorder.ts';
import { Table } from '../../../lambda/table/table.ts';
import { storeToken } from '../../../local/data-dir/data-dir.ts';
import { connect, startDatabase } from '../../../local/database/database.ts';
import { STREAMS_TABLE } from '../../../local/database/embedded-tables.ts';
import { FileDeferredStore } from '../../../local/deferred/file-deferred-store.ts';
import { encodePathSegment } from '../../../local/http/gateway-path.ts';
import { buildHookRequest } from '../../hook/hook-request.builder.ts';
import type { ReceiverUnderTest } from '../../local/use-receiver.ts';
import { buildEvent } from '../../table/event.builder.ts';
import { runInProcess } from '../run-in-process.ts';
import { withReceiverOn } from './with-receiver-on.ts';

const NOW = Date.now();
const APP = 'Ä/#'; // every character that a key encodes

let DATA_DIR: string;
beforeEach(() => {
  DATA_DIR = mkdtempSync(join(tmpdir(), 'replay-'));
});
afterEach(() => rmSync(DATA_DIR, { recursive: true }));

const replay = (...args: string[]) => runInProcess(createReplayCommand(), args, { DATA_DIR });

const event = (fields: object) => buildEvent({ id: 'cam-1', timestamp: NOW - 60_000, ...fields }, APP, NOW);

/** Returns the event as a version recorded it that did not know its action. */
function unrecognised(fields: object): StreamEvent {
  const { boundary, track, ...known } = event(fields);
  return { ...known, class: 'activity', outcome: 'unrecognised', values: { activity: { action: known.action } } };
}

/** Returns the event as a version quarantined it that could not parse it; each request is a row. */
function quarantined(fields: object, idempotencyKey: string): Hook {
  const { idempotencyKey: idempotencyKeyOfBytes, fields: eventFields } = event(fields);
  const reason = 'not readable by that version';
  return {
    type: 'unreadable',
    app: APP,
    receivedAt: NOW,
    idempotencyKey,
    idempotencyKeyOfBytes,
    reason,
    body: JSON.stringify(eventFields),
  };
}

/** Records hooks in the folder's table. */
async function record(...hooks: Hook[]): Promise<void> {
  const database = await startDatabase(DATA_DIR);
  const client = connect(database.endpoint);
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
  for (const hook of hooks) await recorder.record(new Table(client, STREAMS_TABLE), hook);
  client.destroy();
  await database.close();
}

const stream = (receiver: ReceiverUnderTest) =>
  receiver.read(`/stream?${new URLSearchParams({ app: APP, id: 'cam-1' })}`);

/** Reads the stream once it is known: deferred events are applied while the receiver answers already. */
async function streamOnceKnown(receiver: ReceiverUnderTest) {
  await expect.poll(async () => (await stream(receiver)).status, { timeout: 10_000 }).toBe(200);
  return stream(receiver);
}

describe('npm run replay -- --quarantine', () => {
  test.each([
    {
      what: 'a start',
      fields: { action: 'liveStreamStarted', streamName: 'Yard' },
      now: { status: 'live', name: 'Yard' },
    },
    { what: 'an end', fields: { action: 'liveStreamEnded' }, now: { status: 'ended' } },
    { what: 'a recording', fields: { action: 'vodReady', vodId: 'v' }, now: { lastRecording: { vodId: 'v' } } },
    {
      what: 'an error, whose row has the same key',
      fields: { action: 'encoderNotOpenedError' },
      now: { lastError: { kind: 'encoderNotOpenedError' } },
    },
    {
      what: 'a heartbeat',
      fields: { action: 'liveStreamStatus', speed: 1 },
      now: { status: 'live', inferred: true, health: { speed: 1 } },
    },
  ])('replaces an unrecognised event by what it is now: $what', async ({ fields, now }) => {
    await record(unrecognised(fields));
    const { code, stdout, stderr } = await replay('--quarantine');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      `Unreadable or unrecognised on arrival, in the folder ${DATA_DIR}: 1 event. Processed now: 1 recorded.\n`,
    );
    const { json } = await withReceiverOn(DATA_DIR, stream);
    expect(json).toMatchObject({ ...now, events: [{ action: fields.action, outcome: 'recorded' }] });
    expect(json.events).toHaveLength(1);
  });

  test('applies a quarantined event once for all its copies, and another copy is a duplicate', async () => {
    const fields = { action: 'liveStreamStarted' };
    await storeToken(DATA_DIR, 'token'); // that of the URL which received them
    await record(quarantined(fields, 'one-request'), quarantined(fields, 'another-request'));
    expect((await replay('--quarantine')).stdout).toMatch(/: 2 events\. Processed now: 1 recorded, 1 duplicate\.\n$/);
    await withReceiverOn(DATA_DIR, async (receiver) => {
      expect((await receiver.read('/quarantine')).json.quarantine).toEqual([]);
      expect((await stream(receiver)).json).toMatchObject({ status: 'live', events: [{ outcome: 'recorded' }] });
      const { bytes } = buildHookRequest({
        fields: { id: 'cam-1', timestamp: NOW - 60_000, ...fields },
        receivedAt: NOW,
        requestId: '',
      });
      const again = await receiver.postHook(encodePathSegment(APP), new Uint8Array(bytes));
      expect(again.json).toEqual({ outcome: 'duplicate' });
    });
  });

  test('leaves events unchanged that still cannot be processed, while a receiver runs', async () => {
    await withReceiverOn(DATA_DIR, async (receiver) => {
      await receiver.postHook('LiveApp', '{"action":');
      await receiver.postHook('LiveApp', { action: 'liveStreamStarted' });
      await receiver.postHook('LiveApp', { action: 'tomorrowsAction', id: 'cam-1' });
      const before = [(await receiver.read('/quarantine')).text, (await receiver.read('/streams/LiveApp/cam-1')).text];
      expect((await replay('--quarantine')).stdout).toBe(
        `Unreadable or unrecognised on arrival, in ${receiver.url}: 3 events. Processed now: none.\n`,
      );
      expect([(await receiver.read('/quarantine')).text, (await receiver.read('/streams/LiveApp/cam-1')).text]).toEqual(
        before,
      );
    });
  });

  test('does not change the day on which a row expires', async () => {
    await record(unrecognised({ action: 'playStarted' }));
    await replay('--quarantine');
    const database = await startDatabase(DATA_DIR);
    const client = connect(database.endpoint);
    const key = { pk: 'stream#%C3%84%2F%23#cam-1', prefix: 'other#' };
    const { items } = await new Table(client, STREAMS_TABLE).query({
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': { S: key.pk }, ':prefix': { S: key.prefix } },
    });
    client.destroy();
    await database.close();
    expect(items).toMatchObject([{ expiresAt: { N: String(Math.ceil((NOW + 30 * 86_400_000) / 1_000)) } }]);
  });
});

describe('npm run replay -- --dead-letters', () => {
  async function aDeadLetter(): Promise<void> {
    await mkdir(join(DATA_DIR, 'dynamodb'), { recursive: true }); // as a receiver creates it
    const folder = await FileDeferredStore.open(DATA_DIR);
    const fields = { action: 'liveStreamStarted', id: 'cam-1', timestamp: NOW };
    await folder.defer({
      message: toMessage({ ...buildHookRequest({ fields, receivedAt: NOW, requestId: '' }), app: APP }),
    });
    const [file = ''] = await readdir(join(DATA_DIR, 'deferred'));
    await mkdir(join(DATA_DIR, 'dead-letters'), { recursive: true });
    await rename(join(DATA_DIR, 'deferred', file), join(DATA_DIR, 'dead-letters', file));
  }

  test('defers them again, and the next start applies them', async () => {
    await aDeadLetter();
    const { code, stdout } = await replay('--dead-letters');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Deferred 1 dead letter of the folder \S+ again: the log of the receiver of this folder shows the retries\.\n/,
    );
    expect((await withReceiverOn(DATA_DIR, streamOnceKnown)).json).toMatchObject({ status: 'live' });
    expect((await replay('--dead-letters')).stdout).toBe(`No dead letters in the folder ${DATA_DIR}.\n`);
  });

  test('defers them again for a running receiver', async () => {
    await withReceiverOn(DATA_DIR, async (receiver) => {
      await aDeadLetter();
      await replay('--dead-letters');
      expect((await streamOnceKnown(receiver)).json).toMatchObject({ status: 'live' });
    });
  });
});

test.each([
  {
    what: 'without an option',
    args: [],
    received: 'none of --dead-letters, --quarantine and --lost, expected one',
  },
  {
    what: '--unsigned without a log',
    args: ['--quarantine', '--unsigned'],
    received: '--unsigned without --lost FILE, expected both',
  },
])('npm run replay $what is an error that lists the options', async ({ args, received }) => {
  const stderr = `Received ${received}: see npm run replay -- --help.\n`;
  expect(await replay(...args)).toEqual({ code: 1, stdout: '', stderr });
});
