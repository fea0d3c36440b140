import { describe, expect, test } from 'vitest';
import { listStreams } from '../../lambda/reading/streams.ts';
import { Recorder } from '../../lambda/table/record.ts';
import { anEvent, NOW, RECEIVED_AT } from '../table/an-event.ts';
import { useEngine } from '../table/engine.ts';

// The embedded engine counts no writes of an index: this runs on the official one alone.
const engine = useEngine();
const recorder = new Recorder({ historyDays: 30, keepHeartbeats: false });

/** What each command costs that the work sends, in request units, the cheapest first. */
async function unitsOf(work: () => Promise<unknown>): Promise<number[]> {
  const { client } = engine();
  const units: number[] = [];
  const meter = 'meter';
  client.middlewareStack.add(
    (next) => async (args) => {
      const told = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      const consumed = 'ConsumedCapacity' in told.output ? [told.output.ConsumedCapacity ?? []].flat() : [];
      units.push(...consumed.map((one) => ('CapacityUnits' in one && one.CapacityUnits) || 0));
      return told;
    },
    { step: 'initialize', name: meter },
  );
  await work().finally(() => client.middlewareStack.remove(meter));
  return units.sort((a, b) => a - b);
}

const record = (id: string, action: string, seconds: number, fields: object = {}) =>
  recorder.record(engine().streams, anEvent({ action, id, timestamp: NOW + seconds * 1000, ...fields }));

describe('a hook in order costs', () => {
  test('1 for its row, 2 for a new state, 3 for a change of status, 1 for any other change', async () => {
    await record('other', 'playStarted', 0); // lists the app, which each process does once
    const cost = (action: string, seconds: number, fields?: object) =>
      unitsOf(() => record('cam', action, seconds, fields));
    expect(await cost('liveStreamStarted', 0)).toEqual([1, 2]);
    expect(await cost('liveStreamStatus', 5, { streamName: 'Front door', width: 1280 })).toEqual([1]);
    expect(await cost('vodReady', 10, { vodId: 'v1' })).toEqual([1, 1]);
    expect(await cost('endpointFailed', 11, { metadata: { 'rtmp-url': 'rtmp://a/b/c' } })).toEqual([1, 1]);
    expect(await cost('liveStreamEnded', 20)).toEqual([1, 3]);
    expect(await cost('liveStreamStarted', 30)).toEqual([1, 3]);
  });
});

describe('a list of what is live costs', () => {
  test('the same however many streams have ended', async () => {
    const live = { apps: ['LiveApp'], statuses: ['live'], limit: 10, before: undefined } as const;
    const list = () => unitsOf(() => listStreams(engine().streams, live, RECEIVED_AT));
    await record('on', 'liveStreamStarted', 40);
    const before = await list();
    for (let n = 0; n < 50; n++) await record(`off-${n}`, 'liveStreamEnded', n);
    expect(await list()).toEqual(before);
  });
});
