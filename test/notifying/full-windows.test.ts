import { expect, test } from 'vitest';
import { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import { InMemoryTable } from '../table/in-memory-table.ts';
import { buildEnded, buildRecording, buildStarted } from './delivered-announcement.builder.ts';
import { DeliveryWorld, NOON } from './delivery-world.ts';
import { buildRecipient } from './recipient.builder.ts';
import { toldTo } from './told.ts';
import { useSinks } from './use-sinks.ts';

const startSink = useSinks();

const [MINUTE, DAY] = [60_000, 86_400_000];

/** Starts a sink that refuses one stream, and a world whose turns read three rows at a time. */
async function start(changes: Partial<Recipient> = {}) {
  const sink = await startSink(({ body }) => (body.includes('poison') ? 400 : 200));
  const recipient = buildRecipient({ to: sink.url, ...changes });
  const table = new InMemoryTable();
  const world = new DeliveryWorld(table, [recipient]);
  world.outbox = new Outbox(table, { rows: 3, length: 16_000_000 });
  return { sink, world, name: recipient.name };
}

test.each(['envelope', 'slack'] as const)(
  'a stream that is held holds up no other, however many rows it has (%s)',
  async (style) => {
    const { sink, world, name } = await start({ style });
    const poison = Array.from({ length: 8 }, (_, n) => buildRecording({ at: NOON + n, id: 'poison' }));
    await world.dispatch(...poison, buildStarted({ at: NOON + 8 }), buildEnded({ at: NOON + 9, id: 'cam-2' }));
    await world.pass(MINUTE);
    expect(sink.posts.filter(({ body }) => body.includes('cam-1'))).toHaveLength(1);
    expect(sink.posts.filter(({ body }) => body.includes('cam-2'))).toHaveLength(1);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 8, deadLetters: 0 });
  },
);

test('ends that wait for a long grace hold up no other stream, and are told in their time', async () => {
  const { sink, world } = await start({ graceMs: DAY });
  const ends = Array.from({ length: 8 }, (_, n) => buildEnded({ at: NOON + n, id: `cam-${n}` }));
  await world.dispatch(...ends, buildRecording({ at: NOON + 8, id: 'cam-8' }));
  await world.pass(MINUTE);
  expect(toldTo(sink)).toEqual(['Recording Ready cam-8']);
  await world.pass(DAY);
  expect(toldTo(sink).toSorted()).toEqual([...ends.map((_, n) => `Ended cam-${n}`), 'Recording Ready cam-8']);
});

test('what follows in a stream that waits stays behind it', async () => {
  const { sink, world } = await start({ graceMs: DAY, on: ['Stream Ended', 'Recording Ready'] });
  const ends = Array.from({ length: 3 }, (_, n) => buildEnded({ at: NOON + n, id: `cam-${n}` }));
  await world.dispatch(
    ...ends,
    buildRecording({ at: NOON + 3, id: 'cam-2' }),
    buildRecording({ at: NOON + 4, id: 'cam-3' }),
  );
  await world.pass(MINUTE);
  expect(toldTo(sink)).toEqual(['Recording Ready cam-3']);
  await world.pass(DAY);
  expect(toldTo(sink).filter((one) => one.endsWith('cam-2'))).toEqual(['Ended cam-2', 'Recording Ready cam-2']);
});
