import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../lambda/asking/media-servers.ts';
import { partitionKeysQuery } from '../../lambda/table/queries.ts';
import { keyOf, streamPartition } from '../../lambda/table/row-keys.ts';
import { clock, useSweepScene } from './sweep-scene.ts';

const scene = useSweepScene();
const ended = (updateTime: number | null = null): Verdict => ({ kind: 'ended', updateTime });

describe('a media server is asked about', () => {
  test('live streams that are stale', async () => {
    scene().servers.register('LiveApp');
    await scene().beats('cam', 0, 60);
    await scene().sweepUntil(120);
    expect(scene().servers.asked).toEqual([]);
    expect(await scene().sweep(121)).toMatchObject({ asked: 1, stale: 1 });
    expect(scene().servers.asked).toEqual(['LiveApp/cam']);
  });

  test('live streams without a heartbeat, more than two minutes after their start', async () => {
    scene().servers.register('LiveApp');
    await scene().hook('started', 'cam', 0);
    expect(await scene().sweep(120)).toMatchObject({ asked: 0 });
    expect(await scene().sweep(121)).toMatchObject({ asked: 1, stale: 0 });
  });

  test('no room, no id that a path cannot hold or that is not as the server has it, no stream that has ended, and no other app', async () => {
    scene().servers.register('LiveApp');
    for (const id of ['a/b', 'a\\b', '.', '..', '...', 'a%2Fb', 'cam?token=abc', '????', 'ended'])
      await scene().hook('started', id, 0);
    await scene().hook('ended', 'ended', 10);
    await scene().hook('started', 'other', 0, { app: 'Other' });
    await scene().anyHook({ action: 'firstActiveTrackAddedInMainTrack', id: 'track', mainTrackId: 'room' }, 0);
    expect(await scene().sweep(200)).toMatchObject({ live: 10 });
    expect(scene().servers.asked).toEqual(['LiveApp/a%2Fb', 'LiveApp/...'].sort());
  });
});

describe('its word decides', () => {
  test.each([
    { name: 'the clock of the last heartbeat', beats: true, updateTime: 70, at: 60 },
    { name: 'the update of the broadcast, without a heartbeat', beats: false, updateTime: 70, at: 70 },
    { name: 'the time of asking, when the broadcast has no update', beats: false, updateTime: null, at: 180 },
    { name: 'the time of asking, when its update is not after the start', beats: false, updateTime: 0, at: 180 },
    { name: 'the time of asking, when its update lies ahead', beats: false, updateTime: 301, at: 180 },
    { name: 'an update of two minutes ahead', beats: false, updateTime: 300, at: 300 },
  ])('ended, at $name', async ({ beats, updateTime, at }) => {
    if (beats) await scene().beats('cam', 0, 60);
    else await scene().hook('started', 'cam', 0);
    scene().servers.register('LiveApp', { cam: ended(updateTime === null ? null : clock(updateTime)) });
    expect(await scene().sweep(180)).toMatchObject({ presumedEnded: 1, live: 0 });
    expect(await scene().status('cam')).toBe(`presumedEnded ${at}`);
    expect(await scene().causes('cam')).toEqual(['mediaServer']);
    expect(await scene().sweep(240)).toMatchObject({ presumedEnded: 0, asked: 0 });
  });

  test('ended: also the session that only a heartbeat shows stays in the list when the next one begins', async () => {
    await scene().hook('heartbeat', 'cam', 60);
    scene().servers.register('LiveApp', { cam: ended() });
    expect(await scene().sweep(180)).toMatchObject({ presumedEnded: 1 });
    await scene().hook('started', 'cam', 200);
    expect(await scene().sessions('cam')).toEqual(['200 – null null', 'null – 60 presumedEnded']);
  });

  test('live: silence presumes nothing as long as it says so', async () => {
    await scene().beats('cam', 0, 60);
    scene().servers.register('LiveApp', { cam: { kind: 'live' } });
    expect((await scene().sweepUntil(3_600)).at(-1)).toMatchObject({ presumedEnded: 0, live: 1, stale: 1 });
    scene().servers.register('LiveApp', { cam: { kind: 'unclear', reason: 'status 500' } });
    expect(await scene().sweep(3_660)).toMatchObject({ presumedEnded: 1 });
    expect(await scene().causes('cam')).toEqual(['silence']);
  });

  test('unclear: silence decides alone, and never without heartbeats', async () => {
    await scene().beats('cam', 0, 60);
    await scene().hook('started', 'quiet', 0);
    scene().servers.register('LiveApp');
    await scene().sweepUntil(361);
    expect(await scene().status('cam')).toBe('presumedEnded 60');
    expect(await scene().status('quiet')).toBe('live');
  });

  test('not when the servers cannot be read, or cannot be asked: then silence decides, and it is an error', async () => {
    await scene().beats('cam', 0, 60);
    await scene().beats('cam', 0, 60, 'Other');
    const registered = async () => new Set(['LiveApp']);
    await scene().sweepUntil(300);
    const failing = () => Promise.reject(new Error('no parameters'));
    const unread = await scene().sweep(350, { mediaServers: { registered: failing, ask: failing } });
    expect(unread).toMatchObject({ asked: 0, errors: ['Error: no parameters'], stale: 2 });
    const report = await scene().sweep(361, { mediaServers: { registered, ask: failing } });
    expect(report).toMatchObject({ presumedEnded: 2, errors: ['Error: no parameters'] });
  });
});

describe('what changes while it is asked', () => {
  const askThen = (change: () => Promise<unknown>) => ({
    mediaServers: {
      registered: async () => new Set(['LiveApp']),
      ask: async (_app: string, ids: readonly string[]) => {
        await change();
        return new Map(ids.map((id) => [id, ended()]));
      },
    },
  });

  test('a heartbeat, an end, a new start, or forgetting it: nothing is presumed', async () => {
    for (const id of ['back', 'over', 'again']) await scene().beats(id, 0, 60);
    await scene().hook('started', 'quiet', 0);
    await scene().beats('gone', 0, 60);
    const change = async () => {
      await scene().hook('heartbeat', 'back', 170, { at: 71 });
      await scene().hook('ended', 'over', 170, { at: 65 });
      await scene().hook('started', 'again', 170);
      await scene().hook('started', 'quiet', 170, { at: 40 });
      await forget('gone');
    };
    expect(await scene().sweep(180, askThen(change))).toMatchObject({ presumedEnded: 0, asked: 5 });
    expect(await Promise.all(['back', 'over', 'again', 'quiet', 'gone'].map((id) => scene().status(id)))).toEqual([
      'live',
      'ended 65',
      'live',
      'live',
      'none',
    ]);
  });
});

describe('the order of the questions', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, n) => `cam-${n}`);

  test('goes on in each sweep where the last one ended; a stream that was not reached is not presumed to have ended', async () => {
    scene().servers.register('LiveApp');
    await scene().sweepUntil(120);
    for (const id of ids(3)) await scene().beats(id, 0, 60);
    scene().servers.reach = 2;
    await scene().sweepUntil(361);
    expect(scene().servers.asked.splice(0)).toEqual(
      ['cam-0', 'cam-1', 'cam-2', 'cam-0', 'cam-1', 'cam-2', 'cam-0', 'cam-1', 'cam-2', 'cam-0'].map(
        (id) => `LiveApp/${id}`,
      ),
    );
    expect(await Promise.all(ids(3).map((id) => scene().status(id)))).toEqual([
      'presumedEnded 60',
      'live',
      'presumedEnded 60',
    ]);
  });

  test('begins with the apps whose server has been shut down since the last sweep', async () => {
    for (const app of ['A', 'B', 'C']) {
      scene().servers.register(app);
      await scene().beats('cam', 0, 60, app);
    }
    await scene().sweepUntil(120);
    await scene().anyHook({ action: 'unexpectedServerShutdown', host: '10.0.0.1' }, 130, 'B');
    await scene().anyHook({ action: 'highResourceUsage', host: '10.0.0.1', appNames: ['C'] }, 130, 'C');
    await scene().anyHook({ action: 'highResourceUsage', host: '10.0.0.1' }, 130, 'A');
    await scene().sweep(180);
    expect(scene().servers.asked.splice(0)).toEqual(['B/cam', 'C/cam', 'A/cam']);
    await scene().sweep(240);
    expect(scene().servers.asked).toEqual(['A/cam', 'B/cam', 'C/cam']);
  });
});

async function forget(id: string): Promise<void> {
  const { items } = await scene().table.query(partitionKeysQuery(streamPartition('LiveApp', id)));
  for (const row of items) await scene().table.delete(keyOf(row));
}
