import { describe, expect, test } from 'vitest';
import { buildEnded, buildRecording, buildStarted } from './delivered-announcement.builder.ts';
import { DeliveryWorld, NOON } from './delivery-world.ts';
import { buildRecipient } from './recipient.builder.ts';
import { toldTo } from './told.ts';
import { useNotificationsTable } from './use-notifications-table.ts';
import { type Sink, useSinks, withHeaders } from './use-sinks.ts';

const notifications = useNotificationsTable();
const startSink = useSinks();

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];

/** Starts a sink, and a world with a recipient of its envelopes. */
async function startEnvelopes(answer?: Sink['answer']) {
  const sink = await startSink(answer);
  const recipient = buildRecipient({ to: sink.url });
  const world = new DeliveryWorld(notifications(), [recipient]);
  return { sink, recipient, world, name: recipient.name };
}

describe('a turn', () => {
  test('tells what is due, in order per stream, and leaves nothing', async () => {
    const { sink, world, name } = await startEnvelopes();
    await world.dispatch(buildEnded({ at: NOON + 2 }), buildStarted({ at: NOON + 1 }));
    await world.pass(1_999);
    expect(toldTo(sink)).toEqual([]);
    await world.pass(1);
    expect(toldTo(sink)).toEqual(['Started cam-1', 'Ended cam-1']);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 0, deadLetters: 0 });
    expect(world.wakes).toEqual([]);
    expect((await world.outbox.workers.state(name)).lastAnswer).toEqual({
      at: NOON + 2_000,
      ok: true,
      text: 'answered 200',
    });
  });

  test('tells a copy that came while the first waited once', async () => {
    const { sink, world } = await startEnvelopes();
    await world.dispatch(buildStarted({ at: NOON }));
    await world.dispatch(buildStarted({ at: NOON }));
    await world.pass(MINUTE);
    expect(toldTo(sink)).toEqual(['Started cam-1']);
  });

  test('gathers words into one message', async () => {
    const sink = await startSink();
    const world = new DeliveryWorld(notifications(), [buildRecipient({ to: sink.url, style: 'slack', secrets: [] })]);
    await world.dispatch(buildStarted({ at: NOON }));
    await world.pass(5 * SECOND);
    await world.dispatch(buildStarted({ at: NOON + 5, id: 'cam-2' }), buildRecording({ at: NOON + 6 }));
    await world.pass(MINUTE);
    expect(sink.posts).toHaveLength(1);
    for (const part of ['LiveApp/cam-1 went live', 'LiveApp/cam-2 went live', 'recording'])
      expect(sink.posts[0]?.body).toContain(part);
  });
});

describe('a recipient that fails', () => {
  test('is told in words what failed, also when what is left out follows it', async () => {
    const sink = await startSink(() => 500);
    const on = ['Stream Started'] as const;
    const world = new DeliveryWorld(notifications(), [buildRecipient({ to: sink.url, style: 'slack', on })]);
    await world.dispatch(buildStarted({ at: NOON }), buildEnded({ at: NOON + 1 }));
    await world.pass(10 * SECOND);
    sink.answer = () => 200;
    await world.pass(MINUTE);
    expect(sink.posts.map(({ body }) => body.includes('went live'))).toEqual([true, true]);
  });

  test.each([
    ['hangs', () => () => {}],
    ['answers 500', () => 500],
    ['answers 429', () => 429],
    ['redirects', () => withHeaders(302, { location: 'http://127.0.0.1:1/' })],
    ['closes the connection', () => (response) => void response.destroy()],
  ] satisfies [string, Sink['answer']][])('is told all, in order, once it no longer %s', async (failure, failing) => {
    const { sink, world, name } = await startEnvelopes(failing);
    if (failure === 'hangs') world.postTimeoutMs = 400;
    await world.dispatch(buildStarted({ at: NOON }), buildStarted({ at: NOON, id: 'cam-2' }));
    await world.pass(10 * SECOND);
    await world.dispatch(buildEnded({ at: NOON + 10 }));
    await world.pass(30 * SECOND);
    const tries = sink.posts.length;
    expect(tries).toBeGreaterThan(2);
    sink.answer = () => 200;
    world.postTimeoutMs = 5_000;
    await world.pass(MINUTE);
    const heard = toldTo({ ...sink, posts: sink.posts.slice(tries) });
    expect(heard.filter((one) => one.endsWith('cam-1'))).toEqual(['Started cam-1', 'Ended cam-1']);
    expect(heard).toContain('Started cam-2');
    expect(await world.outbox.counts(name)).toEqual({ waiting: 0, deadLetters: 0 });
  });

  test('is posted to no more in the same turn', async () => {
    const { sink, world } = await startEnvelopes(() => 500);
    await world.dispatch(...Array.from({ length: 12 }, (_, n) => buildStarted({ at: NOON, id: `cam-${n}` })));
    await world.pass(2_000);
    expect(sink.posts).toHaveLength(5); // those at once
  });

  test.each([
    ['120', 2 * MINUTE],
    ['86400', 15 * MINUTE],
    ['0', SECOND],
  ])('that asks for a wait of %s s gets one of %i ms', async (after, wait) => {
    const { world, name } = await startEnvelopes(() => withHeaders(429, { 'retry-after': after }));
    await world.dispatch(buildStarted({ at: NOON }));
    await world.pass(2_000);
    expect((await world.outbox.workers.state(name)).retryAt).toBe(world.now + wait);
  });

  test('is tried again soon after it has accepted one', async () => {
    const { sink, world, name } = await startEnvelopes();
    const answers = [500, 500, 500, 500, 200, 500];
    sink.answer = () => answers.shift() ?? 200;
    await world.dispatch(buildStarted({ at: NOON }), buildEnded({ at: NOON + 1 }));
    await world.pass((2 + 1 + 2 + 4 + 8) * SECOND);
    expect(await world.outbox.workers.state(name)).toMatchObject({
      ...{ failures: 1, retryAt: world.now + SECOND, failingSince: world.now },
    });
    await world.pass(SECOND);
    expect(await world.outbox.workers.state(name)).toMatchObject({ failures: 0, retryAt: 0, failingSince: null });
  });

  test('is tried after 1 s, then twice the time, up to 15 min, and is reported after 15 min', async () => {
    const { sink, world, name } = await startEnvelopes(() => 500);
    const times: number[] = [];
    sink.answer = () => {
      times.push(world.now - NOON - 2_000);
      return 500;
    };
    await world.dispatch(buildStarted({ at: NOON }));
    await world.pass(HOUR + 2_000);
    const doubled = Array.from({ length: 11 }, (_, n) => (2 ** n - 1) * SECOND);
    expect(times).toEqual([...doubled, 1023 * SECOND + 15 * MINUTE, 1023 * SECOND + 30 * MINUTE]);
    expect(world.reports[0]).toEqual({
      ...{ recipient: name, waiting: 1, deadLetters: 0 },
      ...{ since: NOON + 2_000, answered: 'answered 500' },
    });
    expect(world.reports).toHaveLength(3);
  });

  test('is woken before it is reported, and reported also when nothing can be counted', async () => {
    const { world, name } = await startEnvelopes(() => 500);
    await world.dispatch(buildStarted({ at: NOON }));
    await world.pass(15 * MINUTE);
    const reportsAtWake: number[] = [];
    world.onWake = () => reportsAtWake.push(world.reports.length);
    world.outbox.counts = async () => {
      throw new Error('the table does not answer');
    };
    await world.pass(5 * MINUTE);
    expect(reportsAtWake).toEqual([0]);
    expect(world.reports).toMatchObject([{ recipient: name, waiting: null, deadLetters: null }]);
    expect(world.wakes).toHaveLength(1);
  });
});
