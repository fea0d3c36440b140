import { describe, expect, test } from 'vitest';
import { stateKey } from '../../lambda/table/row-keys.ts';
import { presumedEndKey } from '../../lambda/table/rows/presumed-end-row.ts';
import { clock, useSweepScene } from './sweep-scene.ts';

const scene = useSweepScene();

describe('a stream whose heartbeats stop', () => {
  test('is presumed to have ended at the clock of the last one, once nothing was received for five minutes', async () => {
    await scene().hook('heartbeat', 'cam', -20); // not of this session
    await scene().beats('cam', 0, 50);
    const reports = await scene().sweepUntil(350);
    expect(reports.map(({ presumedEnded }) => presumedEnded)).toEqual(reports.map(() => 0));
    expect(await scene().status('cam')).toBe('live');
    expect(await scene().sweep(351)).toMatchObject({ presumedEnded: 1, live: 0, stale: 0, apps: 1, blocked: 0 });
    expect(await scene().status('cam')).toBe('presumedEnded 50');
    expect(await scene().causes('cam')).toEqual(['silence']);
    expect(await scene().sweep(411)).toMatchObject({ presumedEnded: 0, live: 0 });
    expect(await scene().causes('cam')).toEqual(['silence']);
  });

  test('has its start in the row of its end where its session was longer than a day, and is listed by day', async () => {
    for (const [id, start] of [
      ['long', -90_000],
      ['short', -80_000],
    ] as const) {
      await scene().hook('started', id, start);
      await scene().hook('heartbeat', id, 0);
    }
    await scene().sweepUntil(301);
    const openedOf = async (id: string) => {
      const row = await scene().table.get(presumedEndKey('LiveApp', id, clock(0)));
      return [row?.opened?.N, row?.statusKey?.S];
    };
    const day = `LiveApp#${new Date(clock(0)).toISOString().slice(0, 10)}`;
    expect(await openedOf('long')).toEqual([String(clock(-90_000)), day]);
    expect(await openedOf('short')).toEqual([undefined, day]);
  });

  test('comes back with them, and may end again', async () => {
    await scene().beats('cam', 0, 50);
    await scene().sweepUntil(360);
    await scene().hook('heartbeat', 'cam', 370);
    expect(await scene().status('cam')).toBe('live');
    await scene().sweepUntil(670);
    expect(await scene().status('cam')).toBe('live');
    await scene().sweepUntil(671);
    expect(await scene().status('cam')).toBe('presumedEnded 370');
    expect(await scene().causes('cam')).toEqual(['silence', 'silence']);
  });
});

describe('silence is measured by receipt', () => {
  test.each([-300, 100])(
    'a media server whose clock is %i s off loses no stream while heartbeats come',
    async (off) => {
      await scene().hook('started', 'cam', 0, { at: off });
      for (let received = 0; received <= 900; received += 20)
        await scene().hook('heartbeat', 'cam', received, { at: received + off });
      const reports = await scene().sweepUntil(900);
      expect(reports.map(({ presumedEnded, stale }) => presumedEnded + stale)).toEqual(reports.map(() => 0));
      await scene().sweepUntil(1_201);
      expect(await scene().status('cam')).toBe(`presumedEnded ${900 + off}`);
    },
  );

  test('a row of 0.2.0, without the time of receipt, is measured by the clock of its heartbeat', async () => {
    await scene().beats('cam', 0, 60);
    const key = stateKey('LiveApp', 'cam');
    await scene().table.update(key, { UpdateExpression: 'REMOVE heardAt' });
    await scene().sweepUntil(360);
    expect(await scene().status('cam')).toBe('live');
    await scene().sweepUntil(361);
    expect(await scene().status('cam')).toBe('presumedEnded 60');
  });
});

describe('only heartbeats of this session count', () => {
  test('a session without any is never silent', async () => {
    await scene().beats('cam', 0, 60);
    await scene().hook('ended', 'cam', 70);
    await scene().hook('started', 'cam', 80);
    await scene().sweepUntil(2_000);
    expect(await scene().status('cam')).toBe('live');
  });

  test('a stream that only heartbeats show falls silent as any other', async () => {
    await scene().hook('heartbeat', 'cam', 0);
    await scene().hook('heartbeat', 'cam', 20);
    await scene().sweepUntil(321);
    expect(await scene().status('cam')).toBe('presumedEnded 20');
  });
});

describe('silence counts only while somebody listens', () => {
  test('from the start of the receiver of this machine', async () => {
    const startedAt = clock(200);
    await scene().beats('cam', 0, 60);
    await scene().sweepUntil(500, { startedAt });
    expect(await scene().status('cam')).toBe('live');
    await scene().sweepUntil(501, { startedAt });
    expect(await scene().status('cam')).toBe('presumedEnded 60');
  });

  test('from the first sweep', async () => {
    await scene().beats('cam', -600, -300);
    await scene().sweepUntil(300);
    expect(await scene().status('cam')).toBe('live');
    await scene().sweepUntil(301);
    expect(await scene().status('cam')).toBe('presumedEnded -300');
  });

  test('from the first sweep after a pause of more than three sweeps, such as that of a laptop that slept', async () => {
    await scene().beats('cam', 0, 60);
    await scene().sweep(100);
    await scene().sweep(281);
    await scene().sweepUntil(581);
    expect(await scene().status('cam')).toBe('live');
    await scene().sweepUntil(582);
    expect(await scene().status('cam')).toBe('presumedEnded 60');
  });

  test('a pause of three sweeps is no gap', async () => {
    await scene().beats('cam', 0, 60);
    for (const at of [100, 280, 460]) await scene().sweep(at);
    expect(await scene().status('cam')).toBe('presumedEnded 60');
  });
});

test('with presumeEndedMinutes 0 silence presumes nothing', async () => {
  scene().presumeEndedMinutes = 0;
  for (const id of ['a', 'b', 'c', 'd', 'e']) await scene().beats(id, 0, 60);
  const reports = await scene().sweepUntil(3_600);
  expect(reports.at(-1)).toMatchObject({ live: 5, stale: 5, presumedEnded: 0, blocked: 0 });
});
