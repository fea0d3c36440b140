import { describe, expect, test } from 'vitest';
import { fixedApps } from '../../lambda/reading/apps.ts';
import { listStreams } from '../../lambda/reading/stream-list.ts';
import { getAll } from '../../lambda/table/get-all.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import type { Item } from '../../lambda/table/table.ts';
import { useEngine } from './engine.ts';
import { buildEvent, NOW, RECEIVED_AT } from './event.builder.ts';

const engine = useEngine();
const key = (n: number): Item => ({ pk: { S: 'batch' }, sk: { S: String(n) } });

describe('the items of many keys', () => {
  test('are all there when they are more than one answer of DynamoDB holds', async () => {
    const filler = { S: 'x'.repeat(380_000) };
    const keys = Array.from({ length: 60 }, (_, n) => key(n)); // 22 MB: DynamoDB answers 16 MB at once
    for (const each of keys) await engine().streams.put({ ...each, filler });
    const items = await getAll(engine().streams, keys);
    expect(items.map(({ sk }) => Number(sk?.S)).sort((a, b) => a - b)).toEqual(keys.map((_key, n) => n));
  });

  test('are those that exist', async () => {
    await engine().streams.put(key(1_000));
    expect(await getAll(engine().streams, [key(1_000), key(1_001)])).toEqual([key(1_000)]);
    expect(await getAll(engine().streams, [])).toEqual([]);
  });
});

describe('a write', () => {
  const absent = { ConditionExpression: 'attribute_not_exists(pk)' };

  test('returns false when its condition does not hold', async () => {
    expect(await engine().streams.put(key(2_000), absent)).toBe(true);
    expect(await engine().streams.put(key(2_000), absent)).toBe(false);
    const update = { UpdateExpression: 'SET seen = pk', ...absent };
    expect(await engine().streams.update(key(2_000), update)).toBe(false);
  });

  test('that returns old values returns those it replaced, and undefined when its condition is refused', async () => {
    const writeSeen = (seen: string, condition = {}) =>
      engine().streams.updateReturningOld(key(2_001), {
        UpdateExpression: 'SET seen = :seen',
        ExpressionAttributeValues: { ':seen': { S: seen } },
        ...condition,
      });
    expect(await writeSeen('first')).toEqual({});
    expect(await writeSeen('second')).toEqual({ seen: { S: 'first' } });
    expect(await writeSeen('third', absent)).toBeUndefined();
  });

  test('that DynamoDB does not understand throws', async () => {
    const update = { UpdateExpression: 'SET status = pk' };
    await expect(engine().streams.update(key(1), update)).rejects.toThrow('reserved keyword: status');
  });
});

test('the longest names and texts that a hook may have fit the items and the index', async () => {
  const recorder = new Recorder({ historyDays: 30, keepHeartbeats: true, healthHistory: true, byDay: true });
  const [app, id, long] = ['a'.repeat(400), 'i'.repeat(400), 'x'.repeat(60_000)];
  const whole = { streamName: long, category: long, subscriberId: long, mainTrackId: long };
  const fields = { ...whole, vodId: long, vodName: long, filler: 'é'.repeat(120_000) };
  const errors = { 'rtmp-url': long };
  const deep = { owner: 'x'.repeat(200_000) };
  for (const [seconds, hookFields] of [
    { action: 'liveStreamStarted', metadata: deep, ...fields },
    { action: 'liveStreamStatus', ...fields },
    { action: 'vodReady', ...fields },
    { action: 'endpointFailed', metadata: errors, ...fields },
    { action: 'liveStreamEnded', metadata: deep, ...fields },
    { action: 'liveStreamStarted', metadata: deep, ...fields },
  ].entries()) {
    const event = buildEvent({ id, timestamp: NOW + seconds * 1000, ...hookFields }, app);
    expect(await recorder.record(engine().streams, event)).toBe('recorded');
  }
  const query = { apps: fixedApps(app), statuses: ['live'], limit: 1, before: undefined } as const;
  expect((await listStreams(engine().streams, query, RECEIVED_AT)).streams).toMatchObject([{ app, id }]);
});
