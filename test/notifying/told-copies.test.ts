import { expect, test } from 'vitest';
import type { Announcement } from '../../lambda/announcing/announcement.ts';
import { buildRecording, buildStarted } from './delivered-announcement.builder.ts';
import { DeliveryWorld, NOON } from './delivery-world.ts';
import { buildRecipient } from './recipient.builder.ts';
import { useNotificationsTable } from './use-notifications-table.ts';
import { useSinks } from './use-sinks.ts';

const notifications = useNotificationsTable();
const startSink = useSinks();

const [MINUTE, DAY] = [60_000, 86_400_000];

/** Starts a sink, and a world with a recipient that is told in words. */
async function startWords() {
  const sink = await startSink();
  const recipient = buildRecipient({ to: sink.url, style: 'slack', secrets: [] });
  return { sink, world: new DeliveryWorld(notifications(), [recipient]), recipient };
}

test.each([
  ['with a sequence', buildStarted({ at: NOON })],
  ['without one', buildRecording({ at: NOON })],
] satisfies [string, Announcement][])(
  'an announcement %s that comes again after it was told is not told twice',
  async (_, told) => {
    const { sink, world, recipient } = await startWords();
    for (let n = 0; n < 3; n++) {
      await world.dispatch(told);
      await world.pass(MINUTE);
    }
    expect(sink.posts).toHaveLength(1);
    expect(await world.outbox.counts(recipient.name)).toEqual({ waiting: 0, deadLetters: 0 });
  },
);

test('a write that fails for one recipient tells no other one twice', async () => {
  const { sink, recipient } = await startWords();
  const broken = buildRecipient({ to: sink.url, style: 'slack', secrets: [] });
  const both = new DeliveryWorld(notifications(), [recipient, broken]);
  const add = both.outbox.add.bind(both.outbox);
  both.outbox.add = async (name, ...rest) => {
    if (name === broken.name) throw new Error('the table does not answer');
    await add(name, ...rest);
  };
  for (let n = 0; n < 2; n++) {
    await expect(both.dispatch(buildRecording({ at: NOON }))).rejects.toThrow('the table does not answer');
    await both.pass(MINUTE);
  }
  expect(sink.posts).toHaveLength(1);
});

test('another fact of the same stream is told, and one that was refused is tried again', async () => {
  const { sink, world } = await startWords();
  await world.dispatch(buildRecording({ at: NOON }));
  await world.pass(MINUTE);
  sink.answer = () => 400;
  await world.dispatch(buildRecording({ at: NOON + 1 }));
  await world.pass(10_000);
  sink.answer = () => 200;
  sink.posts.splice(0);
  await world.pass(MINUTE);
  expect(sink.posts).toHaveLength(1);
});

test('what was told is remembered for a day, with its stream, and discarded with its recipient', async () => {
  const { world, recipient } = await startWords();
  const recording = buildRecording({ at: NOON });
  await world.dispatch(recording);
  await world.pass(MINUTE);
  const query = {
    KeyConditionExpression: 'pk = :pk AND sk = :sk',
    ExpressionAttributeValues: {
      ':pk': { S: `memory#${recipient.name}` },
      ':sk': { S: `#${recording.detail.eventId}` },
    },
  };
  const expiresAt = { N: String((NOON + 10_000 + DAY) / 1_000) };
  expect((await notifications().query(query)).items).toMatchObject([{ app: { S: 'LiveApp' }, id: { S: 'cam-1' }, expiresAt }]); // biome-ignore format: a row
  await world.outbox.discard(recipient.name);
  expect((await notifications().query(query)).items).toEqual([]);
});
