import { describe, expect, test } from 'vitest';
import { useSweepScene } from './sweep-scene.ts';

const scene = useSweepScene();

const ids = (count: number) => Array.from({ length: count }, (_, n) => `cam-${n}`);

/** Streams with heartbeats whose last ones lie between two times. */
async function fallSilent(count: number, first: number, last: number): Promise<void> {
  for (const [index, id] of ids(count).entries()) {
    await scene().beats(id, 0, index === 0 ? first : last);
  }
}

const statuses = (count: number) => Promise.all(ids(count).map((id) => scene().status(id)));

describe('when all streams of an app fall silent at once', () => {
  test('three are presumed to have ended', async () => {
    await fallSilent(3, 60, 60);
    const reports = await scene().sweepUntil(361);
    expect(reports.at(-1)).toMatchObject({ presumedEnded: 3, blocked: 0, heldApps: [] });
  });

  test('four are held for a quarter of an hour from the first sweep that sees it, and then presumed to have ended', async () => {
    await fallSilent(4, 40, 60);
    const before = await scene().sweepUntil(300);
    expect(before.every(({ blocked }) => blocked === 0)).toBe(true);
    const held = await scene().sweepUntil(360 + 899); // at 360 only one of them has been silent for five minutes
    expect(held.map(({ blocked, presumedEnded, heldApps }) => [blocked, presumedEnded, ...heldApps])).toEqual(
      held.map(() => [1, 0, 'LiveApp']),
    );
    expect(await scene().sweep(360 + 900)).toMatchObject({ presumedEnded: 4, blocked: 0, heldApps: [] });
    expect(await statuses(4)).toEqual(['presumedEnded 40', ...Array.from({ length: 3 }, () => 'presumedEnded 60')]);
  });

  test('a hold lasts, also for the three that are left when the fourth ends', async () => {
    await fallSilent(4, 60, 60);
    await scene().sweepUntil(420);
    await scene().hook('ended', 'cam-0', 430);
    expect(await scene().sweep(480)).toMatchObject({ presumedEnded: 0, live: 3, blocked: 1 });
  });

  test('those that have heartbeats again are held again when they fall silent again', async () => {
    await fallSilent(4, 60, 60);
    await scene().sweepUntil(420);
    for (const id of ids(4)) await scene().hook('heartbeat', id, 430);
    const reports = await scene().sweepUntil(430 + 300 + 60 + 840);
    expect(reports.map(({ presumedEnded }) => presumedEnded)).toEqual(reports.map(() => 0));
    expect(await scene().sweep(430 + 300 + 60 + 900)).toMatchObject({ presumedEnded: 4 });
  });

  test('a hold that has ended begins again only after new signs, even if a sweep died in the middle', async () => {
    await fallSilent(7, 60, 60);
    await scene().sweepUntil(420);
    await scene().hook('ended', 'cam-0', 430, { at: 60 }); // as if one had been recorded by the sweep that died
    expect((await scene().sweepUntil(420 + 900)).at(-1)).toMatchObject({ presumedEnded: 6 });
  });
});

describe('nothing is held', () => {
  test('when one of many goes on', async () => {
    await fallSilent(6, 60, 60);
    await scene().beats('other', 0, 700);
    const reports = await scene().sweepUntil(480);
    expect(reports.at(-1)).toMatchObject({ presumedEnded: 0, blocked: 0, live: 1 });
    expect(reports.reduce((sum, { presumedEnded }) => sum + presumedEnded, 0)).toBe(6);
  });

  test('when the last signs lie 61 s apart, but when they lie 60 s apart', async () => {
    await fallSilent(4, 60, 121);
    for (const id of ids(4)) await scene().beats(`${id}-near`, 0, id === 'cam-0' ? 60 : 120, 'NearApp');
    const [report] = (await scene().sweepUntil(480)).slice(-1);
    expect(report).toMatchObject({ heldApps: ['NearApp'] });
    expect(await statuses(4)).toEqual(['presumedEnded 60', ...Array.from({ length: 3 }, () => 'presumedEnded 121')]);
  });

  test('for streams without heartbeats and rooms, which do not count', async () => {
    await fallSilent(3, 60, 60);
    for (const id of ['a', 'b']) await scene().hook('started', id, 50);
    const room = { action: 'firstActiveTrackAddedInMainTrack', id: 'track', mainTrackId: 'room' };
    await scene().anyHook(room, 55);
    expect((await scene().sweepUntil(361)).at(-1)).toMatchObject({ presumedEnded: 3, blocked: 0, live: 3 });
  });

  test('in the other apps', async () => {
    await fallSilent(4, 60, 60);
    await scene().beats('cam', 0, 60, 'Other');
    const reports = await scene().sweepUntil(361);
    expect(reports.at(-1)).toMatchObject({ presumedEnded: 1, heldApps: ['LiveApp'] });
    expect(await scene().status('cam', 'Other')).toBe('presumedEnded 60');
  });
});

test('a held app believes its media server', async () => {
  await fallSilent(5, 60, 60);
  scene().servers.register('LiveApp', { 'cam-1': { kind: 'ended', updateTime: null }, 'cam-2': { kind: 'live' } });
  await scene().sweepUntil(300, { mediaServers: { registered: async () => new Set(), ask: async () => new Map() } });
  expect(await scene().sweep(361)).toMatchObject({ presumedEnded: 1, blocked: 1, live: 4 });
  expect(await scene().status('cam-1')).toBe('presumedEnded 60');
});
