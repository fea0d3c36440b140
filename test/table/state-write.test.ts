import { describe, expect, test } from 'vitest';
import { emptyState, fold } from '../../lambda/stream/state.ts';
import { Recorder } from '../../lambda/table/recorder.ts';
import { stateKey } from '../../lambda/table/row-keys.ts';
import { readStateRow } from '../../lambda/table/rows/state-row.ts';
import { foldAndWrite, tryFastPath } from '../../lambda/table/state-write.ts';
import { useEngine } from './engine.ts';
import { buildEvent, NOW } from './event.builder.ts';

const engine = useEngine();
const event = (id: string, action: string, seconds: number, fields: object = {}) =>
  buildEvent({ action, id, timestamp: NOW + seconds * 1000, ...fields });
const itemOf = (id: string) => engine().streams.get(stateKey('LiveApp', id), true);

const described = { streamName: 'Front door', category: 'security' };
const whole = { ...described, metadata: { owner: 'a/b' }, mainTrackId: 'room', subscriberId: 'ada' };

describe('a write on the fast path', () => {
  test('writes every value of a hook, and ends in the state that folding gives', async () => {
    const events = [
      event('whole', 'liveStreamStarted', 0, whole),
      event('whole', 'liveStreamStatus', 5, { ...described, width: '1280', speed: 1.003 }),
      event('whole', 'vodReady', 10, { ...described, vodId: 'v1', vodName: 'whole', duration: 90_000 }),
      event('whole', 'endpointFailed', 15, { ...described, metadata: { 'rtmp-url': 'rtmp://a/live2/key' } }),
      event('whole', 'playStarted', 20, described),
      event('whole', 'liveStreamEnded', 30, { ...whole, metadata: 'plain words' }),
      event('whole', 'liveStreamStarted', 40, { streamName: '東京' }),
    ];
    for (const each of events) expect(await tryFastPath(engine().streams, each)).toMatchObject({ isVisible: true });
    const { state, version } = readStateRow(await itemOf('whole'));
    expect(state).toEqual(events.reduce((known, each) => fold(known, each), emptyState));
    expect(version - events.length).toBeGreaterThan(NOW); // it begins at the clock of the write
  });

  test.each([
    { what: 'a heartbeat of a stream that is not known', after: [], refused: ['liveStreamStatus', 5] },
    { what: 'a recording of a stream that is not known', after: [], refused: ['vodReady', 5] },
    { what: 'an end of a stream that is not known', after: [], refused: ['liveStreamEnded', 5] },
    { what: 'an end of a stream that ended', after: ['started', 'ended'], refused: ['liveStreamEnded', 95] },
    { what: 'an end that is older than the start', after: ['started'], refused: ['liveStreamEnded', -5] },
    { what: 'an end that a heartbeat has outlived', after: ['started', 'beat'], refused: ['liveStreamEnded', 4] },
    { what: 'a start that is older than the known one', after: ['started'], refused: ['liveStreamStarted', -5] },
    { what: 'a start that is older than the end', after: ['started', 'ended'], refused: ['liveStreamStarted', 50] },
    { what: 'a heartbeat of a stream that ended', after: ['started', 'ended'], refused: ['liveStreamStatus', 95] },
    { what: 'a heartbeat that is older', after: ['started', 'beat'], refused: ['liveStreamStatus', 10] },
  ] as const)('is refused for $what, and changes nothing', async ({ what, after, refused: [action, seconds] }) => {
    const id = what.replaceAll(' ', '-');
    const before = {
      started: event(id, 'liveStreamStarted', 0),
      beat: event(id, 'liveStreamStatus', 20),
      ended: event(id, 'liveStreamEnded', 90),
    };
    for (const name of after) expect(await tryFastPath(engine().streams, before[name])).toBeDefined();
    const known = await itemOf(id);
    expect(await tryFastPath(engine().streams, event(id, action, seconds))).toBeUndefined();
    expect(await itemOf(id)).toEqual(known);
  });
});

describe('a fold', () => {
  test('writes the same item as the fast path, except its version', async () => {
    const sequence = [
      ['liveStreamStarted', 0],
      ['liveStreamStatus', 5],
      ['liveStreamEnded', 30],
    ] as const;
    for (const [action, seconds] of sequence) {
      await tryFastPath(engine().streams, event('in-order', action, seconds, whole));
      await foldAndWrite(engine().streams, event('out-of-order', action, seconds, whole));
    }
    const { version: _counted, ...item } = (await itemOf('out-of-order')) ?? {};
    const text = JSON.stringify(item).replaceAll('out-of-order', 'in-order');
    expect(JSON.parse(text)).toEqual({ ...(await itemOf('in-order')), version: undefined });
  });

  test('loses no event when many processes write at once', async () => {
    const actions = ['liveStreamStarted', 'liveStreamEnded', 'liveStreamEnded'] as const;
    const events = Array.from({ length: 18 }, (_, n) => event('many', actions[n % 3] ?? '', (n * 7) % 18));
    const recorded = events.map((each) =>
      new Recorder({ historyDays: 30, keepHeartbeats: false, healthHistory: true, byDay: true }).record(
        engine().streams,
        each,
      ),
    );
    await Promise.all(recorded);
    const boundaries = events.flatMap(({ boundary, at }) => (boundary === undefined ? [] : [{ kind: boundary, at }]));
    expect(readStateRow(await itemOf('many')).state).toEqual(
      events.reduce((known, each) => fold(known, each, boundaries), emptyState),
    );
  });
});
