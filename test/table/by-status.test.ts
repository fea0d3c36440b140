import { describe, expect, test } from 'vitest';
import { fixedApps } from '../../lambda/reading/apps.ts';
import { listStreams } from '../../lambda/reading/stream-list.ts';
import type { StreamEvent } from '../../lambda/stream/event.ts';
import type { Status } from '../../lambda/stream/state.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { STATUS_INDEX, statusPartition } from '../../lambda/table/row-keys.ts';
import { type Item, type Query, Table } from '../../lambda/table/table.ts';
import { STREAMS_TABLE } from '../../local/database/embedded-tables.ts';
import { useEngine } from './engine.ts';
import { buildEvent, NOW, RECEIVED_AT } from './event.builder.ts';
import { positionIn, readAllPages } from './pages.ts';

const engine = useEngine();
const recorder = new Recorder({ historyDays: 30, keepHeartbeats: true, healthHistory: true, byDay: true });
const record = (event: StreamEvent) => recorder.record(engine().streams, event);
const event = (app: string, id: string, action: string, seconds: number, fields: object = {}) =>
  buildEvent({ action, id, timestamp: NOW + seconds * 1000, ...fields }, app);

const statuses: readonly Status[] = ['live', 'presumedEnded', 'ended', 'unknown'];

/** Lists one page of the streams of these apps. */
const list = (apps: readonly string[], limit: number, before?: string) =>
  listStreams(engine().streams, { apps: fixedApps(...apps), statuses, limit, before }, RECEIVED_AT);
const ids = (streams: { app: string; id: string }[]) => streams.map(({ app, id }) => `${app}/${id}`);

/** Reads the entries of an app's streams of a status from the index. */
async function readIndex(app: string, status: Status): Promise<Item[]> {
  const query = {
    IndexName: STATUS_INDEX,
    KeyConditionExpression: 'statusKey = :status',
    ExpressionAttributeValues: { ':status': { S: statusPartition(app, status) } },
  };
  return (await engine().streams.query(query)).items;
}

describe('the streams of several apps', () => {
  test('are listed by status, newest first, each once in pages of any size', async () => {
    const live = Array.from({ length: 60 }, (_, n) => event(n % 2 ? 'A' : 'B', `live-${n}`, 'liveStreamStarted', n));
    const ended = Array.from({ length: 60 }, (_, n) => event(n % 3 ? 'A' : 'B', `ended-${n}`, 'liveStreamEnded', n));
    const unknown = Array.from({ length: 5 }, (_, n) => event('B', `unknown-${n}`, 'playStarted', n));
    await Promise.all([...ended, ...unknown, ...live].map(record));
    const expected = [live, ended, unknown].flatMap((events) => ids(events.toReversed()));
    for (const limit of [7, 60, 100]) {
      const pages = await readAllPages((before) => list(['A', 'B'], limit, before));
      expect(pages.map(({ streams }) => streams.length)).toEqual(
        Array.from({ length: Math.ceil(125 / limit) }, (_, n) => Math.min(limit, 125 - n * limit)),
      );
      expect(pages.flatMap(({ streams }) => ids(streams))).toEqual(expected);
    }
  });

  test('are on one page without a cursor when they exactly fill it', async () => {
    for (const n of [1, 2, 3]) await record(event('Full', `s${n}`, 'liveStreamStarted', n));
    expect(await list(['Full', 'Empty'], 3)).toMatchObject({ streams: [{}, {}, {}], cursor: null });
  });
});

describe('a page that continues', () => {
  test('needs neither the stream of its cursor nor one that ever existed', async () => {
    for (const n of [1, 2, 3, 4]) await record(event('Gone', `s${n}`, 'liveStreamStarted', n));
    const { cursor } = await list(['Gone'], 2);
    await record(event('Gone', 's3', 'liveStreamEnded', 50));
    const rest = ['Gone/s2', 'Gone/s1', 'Gone/s3'];
    expect(ids((await list(['Gone'], 10, positionIn(cursor))).streams)).toEqual(rest);
    const never = positionIn(cursor)?.replace('s3', 's2-and-a-half');
    expect(ids((await list(['Gone'], 10, never)).streams)).toEqual(rest);
  });

  test('starts at the next status when nothing is left of its own', async () => {
    await record(event('Next', 'live', 'liveStreamStarted', 1));
    await record(event('Next', 'ended', 'liveStreamEnded', 1));
    const { streams, cursor } = await list(['Next'], 1);
    expect(ids(streams)).toEqual(['Next/live']);
    expect(await list(['Next'], 1, positionIn(cursor))).toMatchObject({ streams: [{ id: 'ended' }], cursor: null });
  });
});

describe('a stream that changes its status while a page is read', () => {
  /** The same table, in which something happens right after the first query. */
  class Moving extends Table {
    #happens: (() => Promise<unknown>) | undefined;

    constructor(happens: () => Promise<unknown>) {
      super(engine().client, STREAMS_TABLE);
      this.#happens = happens;
    }

    override async query(query: Query) {
      const answer = await super.query(query);
      const happens = this.#happens;
      this.#happens = undefined;
      await happens?.();
      return answer;
    }
  }

  test('is on the page once, with its new status', async () => {
    for (const n of [1, 2]) await record(event('Moves', `s${n}`, 'liveStreamStarted', n));
    const table = new Moving(() => record(event('Moves', 's1', 'liveStreamEnded', 50)));
    const page = await listStreams(
      table,
      { apps: fixedApps('Moves'), statuses, limit: 10, before: undefined },
      RECEIVED_AT,
    );
    expect(page.streams.map(({ id, status }) => `${id} ${status}`)).toEqual(['s2 live', 's1 ended']);
    expect(page.cursor).toBeNull();
  });
});

describe('the index', () => {
  test('has the keys of a state only in the partition of its status', async () => {
    const cam = (action: string, seconds: number) => record(event('Index', 'cam', action, seconds));
    const held = async () => Promise.all(statuses.map(async (status) => (await readIndex('Index', status)).length));
    await cam('playStarted', 0);
    expect(await held()).toEqual([0, 0, 0, 1]);
    await cam('liveStreamStarted', 1);
    expect(await held()).toEqual([1, 0, 0, 0]);
    await cam('liveStreamEnded', 2);
    expect(await held()).toEqual([0, 0, 1, 0]);
    await cam('liveStreamStatus', 30);
    expect(await held()).toEqual([1, 0, 0, 0]);
    expect(Object.keys((await readIndex('Index', 'live'))[0] ?? {}).sort()).toEqual([
      'pk',
      'sk',
      'statusKey',
      'statusPosition',
    ]);
  });

  test('does not change unless the status does', async () => {
    await record(event('Still', 'cam', 'liveStreamStarted', 0));
    const before = await readIndex('Still', 'live');
    await record(event('Still', 'cam', 'liveStreamStatus', 5));
    await record(event('Still', 'cam', 'vodReady', 6, { vodId: 'v1' }));
    expect(await readIndex('Still', 'live')).toEqual(before);
  });
});
