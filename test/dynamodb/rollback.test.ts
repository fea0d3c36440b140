import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import { fixedApps } from '../../lambda/reading/apps.ts';
import { listStreams } from '../../lambda/reading/stream-list.ts';
import { STREAMS_TABLE } from '../../local/database/embedded-tables.ts';
import { extractRelease } from '../deploy/earlier-releases.ts';
import { buildHookRequest } from '../hook/hook-request.builder.ts';
import { useEngine } from '../table/engine.ts';
import { RECEIVED_AT } from '../table/event.builder.ts';
import { hookOf, recordTimed, type StreamWithSessions, summaryOf, toSummary } from '../table/timed-events.ts';

const engine = useEngine();

/** The code of the release before, on the table of this one. */
interface PreviousRelease {
  readonly record: (id: string, event: string) => Promise<void>;
  readonly summary: (id: string) => Promise<string>;
  /** The streams that its list has. */
  readonly list: (...statuses: string[]) => Promise<string[]>;
}

type PreviousStream = StreamWithSessions & { readonly id: string };

/** What this test uses of the modules of 0.2.0. */
interface PreviousModules {
  readonly Table: new (client: DynamoDBClient, name: string) => object;
  readonly Recorder: new (keeping: object) => { record: (table: object, hook: object) => Promise<string> };
  readonly messageOf: (request: object) => object;
  readonly hookOf: (message: object) => object;
  readonly describeStream: (stream: object) => Promise<PreviousStream | undefined>;
  readonly listStreams: (table: object, query: object, now: number) => Promise<{ streams: PreviousStream[] }>;
}

async function importPreviousRelease(client: DynamoDBClient): Promise<PreviousRelease> {
  const folder = await extractRelease('0.2.0');
  const files = [
    'table/table',
    'table/record',
    'receiving/message',
    'receiving/hook',
    'reading/stream',
    'reading/streams',
  ];
  const modules = await Promise.all(files.map((file) => import(join(folder, `lambda/${file}.ts`))));
  const previous: PreviousModules = Object.assign({}, ...modules);
  const table = new previous.Table(client, STREAMS_TABLE);
  const recorder = new previous.Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
  const of = { table, app: 'LiveApp', now: RECEIVED_AT };
  return {
    record: async (id, event) => {
      const fields = { id, ...hookOf(event) };
      const request = buildHookRequest({ fields, receivedAt: RECEIVED_AT, requestId: 'request' });
      await recorder.record(table, previous.hookOf(previous.messageOf(request)));
    },
    summary: async (id) => toSummary(await previous.describeStream({ ...of, id })),
    list: async (...statuses) => {
      const query = { apps: ['LiveApp'], statuses, limit: 100 };
      return (await previous.listStreams(table, query, RECEIVED_AT)).streams.map(({ id }) => id);
    },
  };
}

describe('the release before, on the table of this one,', () => {
  let previous: PreviousRelease;
  beforeAll(async () => {
    previous = await importPreviousRelease(engine().client);
  });

  const statuses = ['live', 'presumedEnded', 'ended', 'unknown'] as const;
  const listNow = async () => {
    const query = { apps: fixedApps('LiveApp'), statuses, limit: 100, before: undefined };
    return (await listStreams(engine().streams, query, RECEIVED_AT)).streams;
  };

  test('ignores presumed ends, but lists such a stream only among all', async () => {
    for (const event of ['s0', 'h60', 'p60']) await recordTimed(engine().streams, 'presumed', event);
    expect(await previous.summary('presumed')).toBe('live | 0– | 0–');
    expect(await previous.list(...statuses)).toContain('presumed');
    for (const status of statuses) expect(await previous.list(status)).not.toContain('presumed');
    await previous.record('presumed', 'h80');
    expect(await previous.list('live')).toContain('presumed');
  });

  test('reads a session whose end keeps its start, and so does this release after it has written', async () => {
    for (const event of ['s-90000', 'e0', 's100']) await recordTimed(engine().streams, 'long', event);
    const sessions = '-90000–0 ended; 100–';
    expect(await previous.summary('long')).toBe(`live | 100– | ${sessions}`);
    await previous.record('long', 'e5'); // repeats the end
    await previous.record('long', 's110');
    const after = 'live | 110– | -90000–0 ended; 100–110 superseded; 110–';
    expect(await previous.summary('long')).toBe(after);
    expect(await summaryOf(engine().streams, 'long')).toBe(after);
  });

  // Before the rollback s0 h60 p60; then these. The sweep after it presumes again what is still silent.
  test.each([
    { event: 'h300', before: 'live | 0– | 0–', now: 'live | 0– | 0–' },
    { event: 'e62', before: 'ended | 0–62 | 0–62 ended', now: 'ended | 0–62 | 0–62 ended' },
    { event: 's200', before: 'live | 200– | 0–200 superseded; 200–', now: 'live | 200– | 0–60 presumedEnded; 200–' },
    {
      event: 'e40',
      before: 'live inferred | ?– | 0–40 ended',
      now: 'live inferred | ?– | 0–40 ended',
      swept: 'presumedEnded | ?–60 | 0–40 ended; ?–60 presumedEnded',
    },
    {
      event: 'h70',
      before: 'live | 0– | 0–',
      now: 'live | 0– | 0–',
      swept: 'presumedEnded | 0–60 | 0–60 presumedEnded',
    },
  ])('writes $event so that both releases are right', async ({ event, before, now, swept = now }) => {
    for (const earlier of ['s0', 'h60', 'p60']) await recordTimed(engine().streams, event, earlier);
    await previous.record(event, event);
    expect(await previous.summary(event)).toBe(before);
    expect(await summaryOf(engine().streams, event)).toBe(now);
    await recordTimed(engine().streams, event, 'p60');
    expect(await summaryOf(engine().streams, event)).toBe(swept);
    const listed = (await listNow()).find(({ id }) => id === event);
    expect(listed?.status).toBe(swept.split(' ', 1)[0]);
  });
});
