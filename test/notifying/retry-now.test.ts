import { expect, test } from 'vitest';
import { buildStarted } from './delivered-announcement.builder.ts';
import { DeliveryWorld, NOON } from './delivery-world.ts';
import { buildRecipient } from './recipient.builder.ts';
import { toldTo } from './told.ts';
import { useNotificationsTable } from './use-notifications-table.ts';
import { useSinks } from './use-sinks.ts';

const notifications = useNotificationsTable();
const startSink = useSinks();

const HOUR = 3_600_000;

/** Starts a sink that answers a status, and a world with a recipient of it, to which an announcement is due. */
async function startFailing(status: number) {
  const sink = await startSink(() => status);
  const recipient = buildRecipient({ to: sink.url });
  const world = new DeliveryWorld(notifications(), [recipient]);
  await world.dispatch(buildStarted({ at: NOON }));
  return { sink, world, name: recipient.name };
}

test.each([
  ['that is down', 503],
  ['that refuses the content', 400],
])('a recipient %s is tried at once when that is asked for', async (_, status) => {
  const { sink, world, name } = await startFailing(status);
  await world.pass(HOUR);
  await world.outbox.retryNow(name, world.now);
  sink.answer = () => 200;
  sink.posts.splice(0);
  await world.deliver(name);
  expect(toldTo(sink)).toEqual(['Started cam-1']);
});

test.each([
  ['is down', 503],
  ['refuses the content', 400],
])('a recipient that %s is tried at once when that is asked for during a turn', async (_, status) => {
  const { sink, world, name } = await startFailing(status);
  await world.pass(HOUR);
  const triedAt: number[] = [];
  let isAsked = false;
  sink.answer = () => (response) => {
    triedAt.push(world.now);
    const asked = isAsked ? Promise.resolve() : world.outbox.retryNow(name, world.now);
    isAsked = true;
    void asked.then(() => response.writeHead(status).end());
  };
  await world.pass(HOUR);
  expect(triedAt[1]).toBe(triedAt[0]);
});

test('what failed before a turn is counted on after it', async () => {
  const { world, name } = await startFailing(503);
  await world.pass(5_000);
  await world.outbox.retryNow(name, world.now);
  await world.deliver(name);
  expect(await world.outbox.workers.state(name)).toMatchObject({ failures: 1, retryAt: world.now + 1_000 });
  world.advance(1_000);
  await world.deliver(name);
  expect(await world.outbox.workers.state(name)).toMatchObject({ failures: 2, retryAt: world.now + 2_000 });
});
