import { describe, expect, test } from 'vitest';
import { useSweepScene } from './sweep-scene.ts';

const scene = useSweepScene();

describe('while events are deferred', () => {
  test('silence presumes nothing, and goes on when they are applied', async () => {
    scene().deferred = 2;
    await scene().beats('cam', 0, 60);
    const reports = await scene().sweepUntil(600);
    expect(reports.map(({ waiting, blocked, presumedEnded }) => [waiting, blocked, presumedEnded])).toEqual(
      reports.map(() => [1, 0, 0]),
    );
    scene().deferred = 0;
    expect(await scene().sweep(660)).toMatchObject({ waiting: 0, blocked: 0, presumedEnded: 1 });
  });

  test('it goes on after 30 minutes in a row, and says that it is blocked', async () => {
    await scene().sweep(0);
    scene().deferred = 1;
    await scene().beats('cam', 0, 60);
    await scene().sweepUntil(60 + 29 * 60);
    expect(await scene().status('cam')).toBe('live');
    expect(await scene().sweep(60 + 30 * 60)).toMatchObject({ waiting: 1, blocked: 1, presumedEnded: 1 });
    scene().deferred = 0;
    expect(await scene().sweep(60 + 31 * 60)).toMatchObject({ waiting: 0, blocked: 0 });
  });

  test('one sweep that finds none begins the 30 minutes anew', async () => {
    scene().deferred = 1;
    await scene().beats('cam', 0, 1_000);
    await scene().sweepUntil(1_200);
    scene().deferred = 0;
    await scene().sweepUntil(1_260);
    scene().deferred = 1;
    await scene().sweepUntil(1_320 + 29 * 60);
    expect(await scene().status('cam')).toBe('live');
    await scene().sweepUntil(1_320 + 30 * 60);
    expect(await scene().status('cam')).toBe('presumedEnded 1000');
  });

  test('a gap between the sweeps begins them anew', async () => {
    scene().deferred = 1;
    await scene().sweepUntil(20 * 60);
    await scene().beats('cam', 20 * 60, 21 * 60);
    await scene().sweep(31 * 60);
    const reports = await scene().sweepUntil(60 * 60);
    expect(reports.map(({ blocked, presumedEnded }) => blocked + presumedEnded)).toEqual(reports.map(() => 0));
    expect(await scene().sweep(61 * 60)).toMatchObject({ blocked: 1, presumedEnded: 1 });
  });

  test('a queue that does not answer counts as one with events, and is an error', async () => {
    await scene().beats('cam', 0, 60);
    await scene().sweepUntil(300);
    const countDeferred = () => Promise.reject(new Error('no answer'));
    const report = await scene().sweep(420, { countDeferred });
    expect(report).toMatchObject({ waiting: 1, presumedEnded: 0, errors: ['Error: no answer'] });
  });

  test('the media server is believed', async () => {
    scene().deferred = 1;
    await scene().beats('cam', 0, 60);
    scene().servers.register('LiveApp', { cam: { kind: 'ended', updateTime: null } });
    expect((await scene().sweepUntil(180)).at(-1)).toMatchObject({ live: 0, waiting: 1 });
    expect(await scene().status('cam')).toBe('presumedEnded 60');
  });
});
