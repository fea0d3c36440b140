import { describe, expect, test } from 'vitest';
import { describeStream } from '../../lambda/reading/stream.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { useEngine } from './engine.ts';
import { at, buildHook, NOW } from './event.builder.ts';

const engine = useEngine();
const retention = { historyDays: 30, keepHeartbeats: true, healthHistory: true, byDay: true };
const day = 86_400;

/** A stream of a media server whose clock is ahead, each hook recorded by another process. */
function aStream(id: string) {
  /** Records a hook with a timestamp `ahead` seconds ahead of `NOW`, received `after` seconds after it. */
  const record = (action: string, ahead: number, after: number) =>
    new Recorder(retention).record(
      engine().streams,
      buildHook({ action, id, timestamp: NOW + ahead * 1_000 }, 'LiveApp', NOW + after * 1_000),
    );
  const read = async () => {
    const stream = await describeStream({ table: engine().streams, app: 'LiveApp', id, now: NOW + 200_000 });
    return {
      sessions: stream?.sessions.map(({ startedAt, endedAt }) => [startedAt, endedAt]),
      events: stream?.events.map((event) => event.at),
    };
  };
  return { record, read };
}

describe('the same bytes again', () => {
  test.each([
    { what: 'a clock 5 min ahead, 2 s later', ahead: 300, after: 2, outcome: 'duplicate' },
    { what: 'a clock 5 min ahead, 60 s later', ahead: 300, after: 60, outcome: 'duplicate' },
    { what: 'a clock 5 min ahead, more than 60 s later', ahead: 300, after: 60.001, outcome: 'recorded' },
    { what: 'a clock a day ahead', ahead: day, after: 2, outcome: 'duplicate' },
    { what: 'a clock more than a day ahead', ahead: day + 60, after: 2, outcome: 'recorded' },
    { what: 'a clock that is no longer too far ahead', ahead: 130, after: 45, outcome: 'duplicate' },
    { what: 'a clock that can be followed', ahead: 119, after: 90, outcome: 'duplicate' },
    { what: 'a clock in seconds', ahead: -NOW / 1_000 + 1_795_628, after: 2, outcome: 'recorded' },
  ])('with $what are $outcome', async ({ what, ahead, after, outcome }) => {
    const { record, read } = aStream(what);
    expect(await record('liveStreamStarted', ahead, 0)).toBe('recorded');
    expect(await record('liveStreamStarted', ahead, after)).toBe(outcome);
    const { sessions, events } = await read();
    expect(sessions).toHaveLength(outcome === 'duplicate' ? 1 : 2);
    expect(events).toHaveLength(outcome === 'duplicate' ? 1 : 2);
    const isFollowed = ahead > 0 && ahead <= 120;
    expect(sessions?.at(-1)?.[0]).toBe(at(isFollowed ? ahead : 0)); // that of the first copy
  });

  test('are one event too when the retry, whose clock is valid by then, is stored first', async () => {
    const { record, read } = aStream('kept first');
    expect(await record('liveStreamEnded', 121, 3)).toBe('recorded');
    expect(await record('liveStreamEnded', 121, 0)).toBe('duplicate');
    expect((await read()).events).toEqual([at(121)]);
  });

  test('are counted from the first copy, not from the last', async () => {
    const { record, read } = aStream('again and again');
    const outcomes: string[] = [];
    for (const after of [0, 40, 80]) outcomes.push(await record('liveStreamEnded', 600, after));
    expect(outcomes).toEqual(['recorded', 'duplicate', 'recorded']);
    expect((await read()).events).toEqual([at(80), at(0)]);
  });

  test('are one event when they come at once', async () => {
    const { record, read } = aStream('at once');
    const outcomes = await Promise.all([0, 1, 2, 3, 4].map((after) => record('liveStreamStarted', 300, after)));
    expect(outcomes.toSorted()).toEqual(['duplicate', 'duplicate', 'duplicate', 'duplicate', 'recorded']);
    expect((await read()).sessions).toHaveLength(1);
  });

  test('of a heartbeat are another one', async () => {
    const { record, read } = aStream('beats');
    expect(await record('liveStreamStatus', 300, 0)).toBe('recorded');
    expect(await record('liveStreamStatus', 300, 2)).toBe('recorded');
    expect((await read()).events).toEqual([at(2), at(0)]);
  });

  test('of a whole media server are one event too', async () => {
    const record = (receivedAt: number) =>
      new Recorder(retention).record(
        engine().streams,
        buildHook({ action: 'highResourceUsage', host: 'fast', timestamp: NOW + 300_000 }, 'LiveApp', receivedAt),
      );
    expect([await record(NOW), await record(NOW + 2_000)]).toEqual(['recorded', 'duplicate']);
  });
});

test('an event whose first copy was lost before it was stored is stored by its retry', async () => {
  const { record, read } = aStream('died');
  const { streams } = engine();
  let writes = 0;
  const dyingTable = new Proxy(streams, {
    get: (table, name) => {
      const method = Reflect.get(table, name);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]) => {
        if (++writes > 1 && name !== 'get') throw new Error('the process has died');
        return method.apply(table, args);
      };
    },
  });
  const hook = buildHook({ action: 'liveStreamStarted', id: 'died', timestamp: NOW + 300_000 }, 'LiveApp', NOW);
  const listed = new Recorder(retention);
  await listed.record(streams, buildHook({ action: 'highResourceUsage', host: 'lists the app' }));
  await expect(listed.record(dyingTable, hook)).rejects.toThrow('died');
  expect(await record('liveStreamStarted', 300, 2)).toBe('recorded');
  expect((await read()).sessions).toEqual([[at(0), null]]);
});
