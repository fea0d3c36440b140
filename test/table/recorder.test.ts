import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { describeStream } from '../../lambda/reading/stream.ts';
import type { StreamEvent } from '../../lambda/stream/event.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { toEventRow } from '../../lambda/table/rows/event-row.ts';
import { type Item, type Query, Table } from '../../lambda/table/table.ts';
import { STREAMS_TABLE } from '../../local/database/embedded-tables.ts';
import { useEngine } from './engine.ts';
import { at, buildEvent, NOW, RECEIVED_AT } from './event.builder.ts';

const engine = useEngine();
let streams = 0;

/** A new stream, and its events by seconds. */
function aStream() {
  const id = `cam-${streams++}`;
  const event = (action: string, seconds: number, fields: object = {}) =>
    buildEvent({ action, id, timestamp: NOW + seconds * 1000, ...fields });
  const read = () => describeStream({ table: engine().streams, app: 'LiveApp', id, now: RECEIVED_AT });
  return {
    started: (seconds: number, fields?: object) => event('liveStreamStarted', seconds, fields),
    ended: (seconds: number, fields?: object) => event('liveStreamEnded', seconds, fields),
    beat: (seconds: number, fields?: object) => event('liveStreamStatus', seconds, fields),
    vod: (seconds: number) => event('vodReady', seconds, { vodId: `v${seconds}` }),
    read,
  };
}

const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true });
const record = (event: StreamEvent, table = engine().streams) => recorder.record(table, event);
/** Records in another process: within one, a mutex orders the folds of a stream. */
const recordElsewhere = (event: StreamEvent) =>
  new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true }).record(
    engine().streams,
    event,
  );

/** The real table, which lists the commands sent to it. */
class CountingTable extends Table {
  readonly sent: string[] = [];

  override get(key: Item, consistent?: boolean) {
    this.sent.push('get');
    return super.get(key, consistent);
  }

  override put(...put: Parameters<Table['put']>) {
    this.sent.push('put');
    return super.put(...put);
  }

  override update(...update: Parameters<Table['update']>) {
    this.sent.push('update');
    return super.update(...update);
  }

  override updateReturningOld(...update: Parameters<Table['updateReturningOld']>) {
    this.sent.push('updateReturningOld');
    return super.updateReturningOld(...update);
  }

  override query(query: Query) {
    this.sent.push('query');
    return super.query(query);
  }
}

/** The real table, with one interruption between two reads. */
class InterruptedTable extends Table {
  #interruption: (() => Promise<unknown>) | undefined;

  constructor(client: DynamoDBClient, interruption: () => Promise<unknown>) {
    super(client, STREAMS_TABLE);
    this.#interruption = interruption;
  }

  override get(key: Item, consistent?: boolean) {
    return super.get(key, consistent).finally(() => this.#interrupt());
  }

  override query(query: Query) {
    return super.query(query).finally(() => this.#interrupt());
  }

  async #interrupt(): Promise<void> {
    const interruption = this.#interruption;
    this.#interruption = undefined;
    await interruption?.();
  }
}

describe('an event in order', () => {
  test('costs one round trip: its row and the state, in parallel', async () => {
    const { started, ended, vod, beat } = aStream();
    await record(started(-1));
    const sent = async (event: StreamEvent) => {
      const table = new CountingTable(engine().client, STREAMS_TABLE);
      expect(await record(event, table)).toBe('recorded');
      return table.sent.sort();
    };
    expect(await sent(started(0))).toEqual(['put', 'updateReturningOld']);
    expect(await sent(beat(5, { streamName: 'Front door' }))).toEqual(['put', 'updateReturningOld']); // a second one, once a minute
    expect(await sent(beat(10, { streamName: 'Front door' }))).toEqual(['updateReturningOld']);
    expect(await sent(vod(90.003))).toEqual(['put', 'updateReturningOld']);
    expect(await sent(ended(90))).toEqual(['put', 'updateReturningOld']);
    expect(await sent(started(91, { streamName: 'Front door' }))).toEqual(['put', 'updateReturningOld']);
  });
});

describe('an event out of order', () => {
  test('is folded with all of the history that the rule needs', async () => {
    const { started, ended, read } = aStream();
    for (const event of [started(0), ended(20), ended(28), ended(29.5), ended(17)]) await record(event);
    expect(await read()).toMatchObject({ status: 'ended', startedAt: null, endedAt: at(28) });
  });

  test('is folded with more of the history than one page', async () => {
    const { started, ended, read } = aStream();
    await record(started(0));
    for (let n = 0; n < 60; n++) await record(ended(20 + n / 100));
    await record(started(19));
    expect(await read()).toMatchObject({ startedAt: at(19), endedAt: at(20) });
    await record(ended(10));
    expect((await read())?.sessions).toMatchObject([
      { startedAt: at(19), endedAt: at(20) },
      { startedAt: at(0), endedAt: at(10) },
    ]);
  });

  test('sees the rows of every process that wrote the state that it reads', async () => {
    const { started, ended, read } = aStream();
    for (const event of [started(0), ended(50)]) await record(event);
    const table = new InterruptedTable(engine().client, () => recordElsewhere(ended(20)));
    await record(ended(55), table);
    expect(await read()).toMatchObject({ status: 'ended', startedAt: null, endedAt: at(50) });
  });

  test('is written again when the state was written meanwhile', async () => {
    const { started, beat, read } = aStream();
    await record(started(0, { streamName: 'first' }));
    const table = new InterruptedTable(engine().client, () => recordElsewhere(beat(6)));
    await record(started(0, { streamName: 'other' }), table);
    expect(await read()).toMatchObject({ name: 'other', health: { at: at(6) } });
  });
});

describe('an event whose receiver died between its row and the state', () => {
  test('is applied when it is sent again, and called a duplicate', async () => {
    const { started, ended, beat, read } = aStream();
    for (const event of [started(0), beat(6, { streamName: 'Front door' })]) await record(event);
    const interrupted = ended(5, { streamName: 'Front door' });
    await engine().streams.put(toEventRow(interrupted, 30, true));
    expect(await record(interrupted)).toBe('duplicate');
    expect(await read()).toMatchObject({ status: 'ended', endedAt: at(5) });
  });
});

describe('an event whose receiver died before the state', () => {
  test('makes no session that no set of events explains, whatever follows', async () => {
    const { started, ended, read } = aStream();
    await record(started(40));
    await engine().streams.put(toEventRow(started(60), 30, true));
    for (const event of [ended(30), ended(50)]) await record(event);
    expect(await read()).toMatchObject({ status: 'live', startedAt: at(60), endedAt: null });
  });
});

describe('a stream whose history has expired', () => {
  test('still knows when its newest session started', async () => {
    const { started, ended, beat, read } = aStream();
    await record(started(0));
    await record(beat(50, { streamName: 'Front door' }));
    await engine().expire(started(0));
    await record(ended(40, { streamName: 'Front door' }));
    expect(await read()).toMatchObject({ startedAt: at(0), endedAt: at(40), sessions: [{ startedAt: at(0) }] });
  });
});

describe('heartbeats', () => {
  test('are in the history when the policy keeps them', async () => {
    const { beat, read } = aStream();
    const recorderOfAll = new Recorder({ historyDays: 30, keepHeartbeats: true, healthHistory: true, byDay: true });
    for (const seconds of [5, 10, 10, 7]) await recorderOfAll.record(engine().streams, beat(seconds));
    const events = (await read())?.events.map(({ at: clock, outcome }) => [clock, outcome]);
    expect(events).toEqual([
      [at(10), 'recorded'],
      [at(7), 'late'],
      [at(5), 'recorded'],
    ]);
  });
});
