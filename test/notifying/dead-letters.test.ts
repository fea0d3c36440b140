import { describe, expect, test } from 'vitest';
import { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import { InMemoryTable } from '../table/in-memory-table.ts';
import { buildEnded, buildRecording, buildStarted } from './delivered-announcement.builder.ts';
import { DeliveryWorld, NOON } from './delivery-world.ts';
import { MortalTable } from './mortal-table.ts';
import { buildRecipient } from './recipient.builder.ts';
import { toldTo } from './told.ts';
import { useSinks } from './use-sinks.ts';

const startSink = useSinks();

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** Starts a sink that is down, and a world with a recipient of it. */
async function startDown(changes: Partial<Recipient> = {}) {
  const sink = await startSink(() => 503);
  const recipient = buildRecipient({ to: sink.url, ...changes });
  const table = new InMemoryTable();
  return { sink, table, world: new DeliveryWorld(table, [recipient]), name: recipient.name };
}

const texts = ({ posts }: { posts: readonly { body: string }[] }) => posts.map(({ body }) => JSON.parse(body).text);

describe('a recipient that is away for longer than a day', () => {
  test('loses nothing: what is older than 24 h is a dead letter, and is sent again on request', async () => {
    const { sink, world, name } = await startDown();
    await world.dispatch(
      buildStarted({ at: NOON }),
      buildRecording({ at: NOON + 1 }),
      buildStarted({ at: NOON, id: 'cam-2' }),
    );
    await world.pass(23 * HOUR);
    await world.dispatch(buildEnded({ at: NOON + 23 * HOUR }));
    expect(await world.outbox.counts(name)).toEqual({ waiting: 4, deadLetters: 0 });
    await world.pass(2 * HOUR);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 1, deadLetters: 3 });
    expect(world.reports.at(-1)).toMatchObject({
      recipient: name,
      waiting: 1,
      deadLetters: 3,
      answered: 'answered 503',
    });

    sink.answer = () => 200;
    sink.posts.splice(0);
    expect(await world.outbox.resend(name, world.now)).toBe(3);
    await world.deliver(name);
    const told = toldTo(sink);
    expect(told.filter((one) => one.endsWith('cam-1'))).toEqual([
      'Started cam-1',
      'Recording Ready cam-1',
      'Ended cam-1',
    ]);
    expect(told).toContain('Started cam-2');
    expect(await world.outbox.counts(name)).toEqual({ waiting: 0, deadLetters: 0 });
    expect(await world.outbox.resend(name, world.now)).toBe(0);
  });

  test('is told in words of what is sent again, also when later ones of the stream were told since', async () => {
    const { sink, world, name } = await startDown({ style: 'slack' });
    await world.dispatch(buildStarted({ at: NOON }));
    await world.pass(DAY + HOUR);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 0, deadLetters: 1 });
    sink.answer = () => 200;
    await world.dispatch(buildEnded({ at: world.now }));
    await world.pass(HOUR);
    expect(texts(sink).at(-1)).toMatch('ended');
    expect(await world.outbox.resend(name, world.now)).toBe(1);
    await world.deliver(name);
    expect(texts(sink).at(-1)).toMatch('went live at 26 Nov 12:00:00 UTC');
    expect(await world.outbox.counts(name)).toEqual({ waiting: 0, deadLetters: 0 });
  });

  test('has no dead letter of what it accepted before it failed again', async () => {
    const { sink, world, name } = await startDown();
    await world.dispatch(buildStarted({ at: NOON }), buildEnded({ at: NOON + 1 }));
    world.advance(DAY + HOUR);
    const answers = [200, 500];
    sink.answer = () => answers.shift() ?? 500;
    await world.deliver(name);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 0, deadLetters: 1 });
  });

  test('is asked again at once by a request, not after its back-off', async () => {
    const { sink, world, name } = await startDown();
    await world.dispatch(buildStarted({ at: NOON }));
    await world.pass(HOUR);
    const tries = sink.posts.length;
    await world.deliver(name);
    expect(sink.posts).toHaveLength(tries);
    await world.outbox.resend(name, world.now);
    await world.deliver(name);
    expect(sink.posts).toHaveLength(tries + 1);
  });

  test('has dead letters for 24 h more when they are sent again in vain', async () => {
    const { world, name } = await startDown();
    await world.dispatch(buildStarted({ at: NOON }));
    await world.pass(DAY + HOUR);
    await world.outbox.resend(name, world.now);
    await world.deliver(name);
    await world.pass(23 * HOUR);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 1, deadLetters: 0 });
    await world.pass(2 * HOUR);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 0, deadLetters: 1 });
  });

  test('is asked again for a dead letter that it refuses, whatever turns come between', async () => {
    const { sink, world, name } = await startDown();
    await world.dispatch(buildStarted({ at: NOON }));
    await world.pass(DAY + HOUR);
    await world.outbox.resend(name, world.now);
    sink.answer = () => 400;
    await world.deliver(name);
    world.clearWakes();
    await world.deliver(name);
    sink.answer = () => 200;
    await world.pass(MINUTE);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 0, deadLetters: 0 });
  });

  test('that is no longer on a type is not told of its dead letters', async () => {
    const { sink, table, world, name } = await startDown();
    await world.dispatch(buildStarted({ at: NOON }));
    await world.pass(DAY + HOUR);
    await world.outbox.resend(name, world.now);
    sink.answer = () => 200;
    sink.posts.splice(0);
    const changed = new DeliveryWorld(table, [buildRecipient({ name, to: sink.url, on: ['Stream Ended'] })], world.now);
    await changed.deliver(name);
    expect(sink.posts).toEqual([]);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 0, deadLetters: 0 });
  });
});

describe('a process that dies', () => {
  test.each([true, false])(
    'while it makes dead letters, or sends them again, loses none (executed: %s)',
    async (executesLast) => {
      const { table, world, name, sink } = await startDown();
      sink.answer = () => 200;
      for (let commands = 0; ; commands += 1) {
        sink.posts.splice(0);
        await world.outbox.add(name, [buildStarted({ at: NOON }), buildEnded({ at: NOON + 1 })], NOON);
        const { entries } = await world.outbox.pending(name);
        const mortal = new MortalTable(table, commands, executesLast);
        const dying = new Outbox(mortal);
        const step = () => dying.bury(name, entries, 'answered 503', NOON).then(() => dying.resend(name, NOON));
        await step().catch(() => {});
        await world.outbox.resend(name, NOON);
        await world.pass(MINUTE);
        await world.deliver(name);
        expect(toldTo(sink)).toEqual(['Started cam-1', 'Ended cam-1']);
        expect(await world.outbox.counts(name)).toEqual({ waiting: 0, deadLetters: 0 });
        if (!mortal.hasDied) break;
      }
    },
  );
});
