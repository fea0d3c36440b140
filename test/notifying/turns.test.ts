import { describe, expect, test } from 'vitest';
import { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import type { Recipient } from '../../lambda/notifying/recipients/recipient.ts';
import { InMemoryTable } from '../table/in-memory-table.ts';
import { unreachableTable } from '../table/unreachable-table.ts';
import { buildEnded, buildStarted } from './delivered-announcement.builder.ts';
import { DeliveryWorld, NOON } from './delivery-world.ts';
import { buildRecipient } from './recipient.builder.ts';
import { toldTo } from './told.ts';
import { hang, useSinks } from './use-sinks.ts';

const startSink = useSinks();

const MINUTE = 60_000;

async function start(changes: Partial<Recipient> = {}) {
  const sink = await startSink();
  const recipient = buildRecipient({ to: sink.url, ...changes });
  const world = new DeliveryWorld(new InMemoryTable(), [recipient]);
  return { sink, recipient, world, name: recipient.name };
}

describe('one recipient', () => {
  test('that hangs holds up no other', async () => {
    const [hanging, quick] = [await startSink(() => hang), await startSink()];
    const recipients = [hanging, quick].map(({ url }) => buildRecipient({ to: url }));
    const [first = '', second = ''] = recipients.map(({ name }) => name);
    const world = new DeliveryWorld(new InMemoryTable(), recipients);
    await world.dispatch(buildStarted({ at: NOON - MINUTE }));
    world.advance(2_000);
    world.postTimeoutMs = 1_000;
    let hasEnded = false;
    const hung = world.deliver(first).then(() => {
      hasEnded = true;
    });
    await world.deliver(second);
    expect(quick.posts).toHaveLength(1);
    expect(hasEnded).toBe(false);
    await hung;
  });

  test('whose rows cannot be read holds up no other, and is dispatched to again', async () => {
    const { sink, recipient, world } = await start();
    const broken = buildRecipient({ to: sink.url });
    const add = world.outbox.add.bind(world.outbox);
    world.outbox.add = async (name, ...rest) => {
      if (name === broken.name) throw new Error('the table does not answer');
      await add(name, ...rest);
    };
    const both = new DeliveryWorld(new InMemoryTable(), [broken, recipient]);
    both.outbox = world.outbox;
    await expect(both.dispatch(buildStarted({ at: NOON }))).rejects.toThrow('the table does not answer');
    await both.pass(MINUTE);
    expect(toldTo(sink)).toEqual(['Started cam-1']);
  });
});

describe('a turn', () => {
  test('begins only when no other has the lease, and is not lost', async () => {
    const { sink, world, name } = await start();
    await world.dispatch(buildStarted({ at: NOON }));
    world.advance(2_000);
    await Promise.all([world.deliver(name), world.deliver(name)]);
    expect(sink.posts).toHaveLength(1);
    expect(world.wakes).toContain(7_000);
  });

  test('begins once the lease of a dead process is over, or broken', async () => {
    const { sink, world, name } = await start();
    await world.dispatch(buildStarted({ at: NOON }));
    expect(await world.outbox.workers.acquire(name, NOON)).not.toBeNull();
    await world.pass(39_000);
    expect(sink.posts).toEqual([]);
    await world.pass(6_000);
    expect(sink.posts).toHaveLength(1);
    expect(await world.outbox.workers.acquire(name, world.now)).not.toBeNull();
    await world.dispatch(buildEnded({ at: world.now }));
    await world.outbox.workers.breakLease(name, world.now);
    await world.pass(2_000);
    expect(sink.posts).toHaveLength(2);
  });

  test('of a process whose lease was taken ends nothing of the next one', async () => {
    const { world, name } = await start();
    const old = await world.outbox.workers.acquire(name, NOON);
    const next = await world.outbox.workers.acquire(name, NOON + MINUTE);
    if (old === null || next === null) throw new Error('expected two leases');
    await world.outbox.workers.release(old, null, NOON + MINUTE);
    expect(await world.outbox.workers.acquire(name, NOON + MINUTE)).toBeNull();
    await world.outbox.workers.release(next, null, NOON + MINUTE);
    expect(await world.outbox.workers.acquire(name, NOON + MINUTE)).not.toBeNull();
  });

  test('begins no post without time, and wakes the next one at once', async () => {
    const { sink, world, name } = await start();
    await world.dispatch(buildStarted({ at: NOON }), buildEnded({ at: NOON + 1 }));
    world.advance(2_000);
    world.clearWakes();
    world.hasTime = () => sink.posts.length === 0;
    await world.deliver(name);
    expect(toldTo(sink)).toEqual(['Started cam-1']);
    expect(world.wakes).toEqual([2_000]);
    world.hasTime = () => true;
    await world.pass(0);
    expect(toldTo(sink)).toEqual(['Started cam-1', 'Ended cam-1']);
  });

  test('ends before its lease does', async () => {
    const { sink, world, name } = await start();
    const streams = Array.from({ length: 40 }, (_, n) => buildStarted({ id: `cam-${n}`, at: NOON }));
    await world.dispatch(...streams);
    world.advance(2_000);
    sink.answer = () => {
      world.advance(4_000); // the recipient takes its time
      return 200;
    };
    await world.deliver(name);
    expect(sink.posts.length).toBeLessThan(15);
    expect(world.wakes).toContain(world.now - NOON);
  });

  test('wakes the next one for what is beyond its reading', async () => {
    const { world, name } = await start({ style: 'slack', on: ['Stream Started'] }); // ends are counted only
    await world.dispatch(...Array.from({ length: 5_003 }, (_, n) => buildEnded({ at: NOON + n })));
    world.clearWakes();
    world.advance(10_000);
    await world.deliver(name);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 3, deadLetters: 0 });
    expect(world.wakes).toEqual([10_000]);
  });

  test('forgets the wake that it answers: what is dispatched later needs one of its own', async () => {
    const { world, name } = await start();
    await world.outbox.workers.recordWake(name, NOON + MINUTE, NOON);
    expect((await world.outbox.workers.state(name)).wakeAt).toBe(NOON + MINUTE);
    world.advance(MINUTE);
    await world.deliver(name);
    expect((await world.outbox.workers.state(name)).wakeAt).toBeNull();
  });

  test('throws when the table does not answer', async () => {
    const { world, name } = await start();
    world.outbox = new Outbox(unreachableTable());
    await expect(world.deliver(name)).rejects.toThrow('ECONNREFUSED');
    await expect(world.dispatch(buildStarted({ at: NOON }))).rejects.toThrow('ECONNREFUSED');
  });

  test('posts no more once the table does not answer', async () => {
    const { sink, world, name } = await start();
    await world.dispatch(...Array.from({ length: 12 }, (_, n) => buildStarted({ at: NOON, id: `cam-${n}` })));
    world.advance(2_000);
    world.outbox.settle = async (_, steps) => {
      if (steps.length > 0) throw new Error('the table does not answer');
    };
    await expect(world.deliver(name)).rejects.toThrow('the table does not answer');
    expect(sink.posts).toHaveLength(5); // those at once
  });

  test('that throws leaves the lease to the next one', async () => {
    const { sink, world, name } = await start();
    await world.dispatch(buildStarted({ at: NOON }));
    world.advance(2_000);
    const { outbox } = world;
    const settle = outbox.settle.bind(outbox);
    outbox.settle = async (_, steps) => {
      if (steps.length > 0) throw new Error('the table does not answer');
    };
    await expect(world.deliver(name)).rejects.toThrow('the table does not answer');
    outbox.settle = settle;
    await world.deliver(name);
    expect(toldTo(sink)).toEqual(['Started cam-1', 'Started cam-1']);
    const ids = sink.posts.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(1);
  });
});

describe('an end with a grace', () => {
  const minute = 60_000;
  test('is told when the stream does not come back meanwhile', async () => {
    const { sink, world } = await start({ graceMs: 30_000 });
    await world.dispatch(buildEnded({ at: NOON }));
    await world.pass(29_000);
    expect(sink.posts).toEqual([]);
    await world.pass(1_000);
    expect(toldTo(sink)).toEqual(['Ended cam-1']);
  });

  test('is not told, but the start is, when the stream comes back', async () => {
    const { sink, world, name } = await start({ graceMs: 30_000 });
    await world.dispatch(buildEnded({ at: NOON }));
    await world.pass(20_000);
    await world.dispatch(buildStarted({ at: world.now }));
    await world.pass(minute);
    expect(toldTo(sink)).toEqual(['Started cam-1']);
    expect(await world.outbox.counts(name)).toEqual({ waiting: 0, deadLetters: 0 });
  });
});

describe('what is dispatched', () => {
  test('to a recipient that fails wakes it no earlier than its next try', async () => {
    const { sink, world, name } = await start();
    sink.answer = () => 500;
    await world.dispatch(buildStarted({ at: NOON }));
    await world.pass(5 * MINUTE);
    const { retryAt } = await world.outbox.workers.state(name);
    world.clearWakes();
    await world.dispatch(buildEnded({ at: world.now }));
    expect(world.wakes).toEqual([retryAt - NOON]);
  });

  test.each([
    ['without a detail', { detail: undefined }],
    ['without an id', { detail: { app: 'LiveApp', eventId: 'a'.repeat(32) } }],
    ['with a strange event id', { detail: { ...buildStarted({ at: NOON }).detail, eventId: '#' } }],
    ['at no time', { time: 'soon' }],
  ])('%s is left out, and spoils nothing else', async (_, changes) => {
    const { sink, world } = await start();
    await world.dispatch({ ...buildStarted({ at: NOON }), ...changes } as never, buildEnded({ at: NOON }));
    await world.pass(MINUTE);
    expect(toldTo(sink)).toEqual(['Ended cam-1']);
  });

  test('of another app, or type, is not told', async () => {
    const { sink, world } = await start({ app: 'LiveApp', on: ['Stream Ended'] });
    await world.dispatch(
      buildEnded({ at: NOON, app: 'Other' }),
      buildStarted({ at: NOON }),
      buildEnded({ at: NOON + 1 }),
    );
    await world.pass(MINUTE);
    expect(toldTo(sink)).toEqual(['Ended cam-1']);
  });
});
