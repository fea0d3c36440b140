import { describe, expect, test } from 'vitest';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import { InMemoryTable } from '../table/in-memory-table.ts';
import { buildEnded, buildStarted } from './delivered-announcement.builder.ts';
import { DeliveryWorld, NOON } from './delivery-world.ts';
import { buildRecipient } from './recipient.builder.ts';
import { describePost, toldTo } from './told.ts';
import { type ReceivedPost, useSinks } from './use-sinks.ts';

const startSink = useSinks();

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** Starts a sink that refuses what holds one of these words, and a world with a recipient of it. */
async function startRefusing(words: readonly string[], changes: Partial<Recipient> = {}) {
  const isPoison = ({ body }: ReceivedPost) => words.some((word) => body.includes(word));
  const sink = await startSink((post) => (isPoison(post) ? 400 : 200));
  const recipient = buildRecipient({ to: sink.url, ...changes });
  const world = new DeliveryWorld(new InMemoryTable(), [recipient]);
  const accepted = () => sink.posts.filter((post) => !isPoison(post));
  return { sink, world, name: recipient.name, accepted, isPoison };
}

describe('a message that a recipient refuses for its content', () => {
  test('holds its stream, in order, and no other', async () => {
    const { sink, world, name, accepted } = await startRefusing(['poison']);
    const poison = { id: 'poison', at: NOON };
    await world.dispatch(buildStarted(poison), buildEnded({ ...poison, at: NOON + 1 }), buildStarted({ at: NOON + 2 }));
    await world.pass(10_000);
    expect(accepted().map(describePost)).toEqual(['Started cam-1']);
    expect(toldTo(sink)).not.toContain('Ended poison');
    sink.answer = () => 200;
    sink.posts.splice(0);
    await world.pass(MINUTE);
    expect(toldTo(sink)).toEqual(['Started poison', 'Ended poison']);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 0, deadLetters: 0 });
  });

  test('is tried again with a back-off of its own, and is a dead letter after 24 h', async () => {
    const { sink, world, name } = await startRefusing(['poison']);
    await world.dispatch(buildStarted({ id: 'poison', at: NOON }), buildEnded({ id: 'poison', at: NOON + 1 }));
    await world.pass(HOUR);
    expect(sink.posts).toHaveLength(13);
    expect(world.reports).toHaveLength(3); // of the tries after 15 min
    expect(await world.outbox.counts(name)).toEqual({ waiting: 2, deadLetters: 0 });
    await world.pass(DAY);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 0, deadLetters: 2 });
    expect(toldTo(sink).at(-1)).toBe('Ended poison');
    expect(world.wakes).toEqual([]);
    expect(world.reports.at(-1)).toMatchObject({ waiting: 0, deadLetters: 2, answered: 'answered 400' });
  });

  test('of words is told step by step: only what is refused is held', async () => {
    const { sink, world, name, accepted } = await startRefusing(['poison'], { style: 'discord' });
    const ids = ['cam-1', 'poison', 'cam-2'];
    await world.dispatch(
      ...ids.map((id, index) => buildStarted({ id, at: NOON + index })),
      buildEnded({ id: 'poison', at: NOON + 10 }),
    );
    await world.pass(12_000);
    expect(accepted()).toHaveLength(2);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 2, deadLetters: 0 });
    const alone = sink.posts.filter(({ body }) => body.includes('poison') && !body.includes('cam-'));
    expect(alone.every(({ body }) => !body.includes('ended'))).toBe(true);
    await world.dispatch(buildStarted({ id: 'cam-3', at: NOON + 12_000 }));
    await world.pass(20_000);
    expect(accepted().filter(({ body }) => body.includes('cam-3'))).toHaveLength(1);
    expect(sink.posts.filter(({ body }) => body.includes('poison') && body.includes('cam-'))).toHaveLength(1);
  });
});

describe('refusals of three streams in a row', () => {
  const poisons = ['poison-1', 'poison-2', 'poison-3', 'poison-4'];

  test('are the failure of the recipient', async () => {
    const { sink, world, name } = await startRefusing(['poison']);
    await world.dispatch(...poisons.map((id, index) => buildStarted({ id, at: NOON + index })));
    await world.pass(2_000);
    expect((await world.outbox.workers.state(name)).retryAt).toBe(NOON + 3_000);
    expect(sink.posts.length).toBeLessThanOrEqual(4);
  });

  test('make no dead letter of what was not tried', async () => {
    const { world, name, accepted } = await startRefusing(['poison'], { style: 'discord' });
    const ids = ['poison-1', 'poison-2', 'poison-3', 'cam-1'];
    await world.dispatch(...ids.map((id, index) => buildStarted({ id, at: NOON + index })));
    world.advance(DAY + HOUR);
    await world.pass(MINUTE);
    expect(accepted()).toHaveLength(1);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 0, deadLetters: 3 });
  });

  test.each(['envelope', 'slack'] as const)('hold up no other message for long (%s)', async (style) => {
    const { world, accepted } = await startRefusing(['poison'], { style });
    await world.dispatch(...[...poisons, 'cam-1'].map((id, index) => buildStarted({ id, at: NOON + index })));
    await world.pass(MINUTE);
    expect(accepted().filter(({ body }) => body.includes('cam-1'))).toHaveLength(1);
    await world.pass(HOUR);
    await world.dispatch(buildStarted({ id: 'cam-2', at: world.now }));
    await world.pass(12_000);
    expect(accepted().filter(({ body }) => body.includes('cam-2'))).toHaveLength(1);
  });
});

test('refusals among messages that are accepted are no failure of the recipient', async () => {
  const { world, name, accepted } = await startRefusing(['poison'], { style: 'discord' });
  const ids = ['poison-1', 'cam-1', 'poison-2', 'cam-2', 'poison-3', 'cam-3'];
  await world.dispatch(...ids.map((id, index) => buildStarted({ id, at: NOON + index })));
  await world.pass(10_000);
  expect(accepted()).toHaveLength(3);
  expect(await world.outbox.workers.state(name)).toMatchObject({ failures: 0, retryAt: 0, failingSince: null });
});

describe('an announcement of which no message can be made', () => {
  test('is a dead letter at once, and spoils no other', async () => {
    const { world, name, accepted } = await startRefusing([], { style: 'slack' });
    const broken = buildStarted({ id: 'broken', at: NOON });
    await world.dispatch(
      { ...broken, detail: { ...broken.detail, stream: null as never } },
      buildStarted({ at: NOON + 1 }),
    );
    await world.pass(MINUTE);
    expect(accepted()).toHaveLength(1);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 0, deadLetters: 1 });
    expect(world.reports).toMatchObject([{ deadLetters: 1 }]);
  });
});
