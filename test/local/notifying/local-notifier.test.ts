import { expect, onTestFinished, test, vi } from 'vitest';
import { Outbox } from '../../../lambda/notifying/outbox/outbox.ts';
import { defaultPolicy } from '../../../lambda/notifying/planning/notify-policy.ts';
import type { RecipientsByName } from '../../../lambda/notifying/recipients/ssm-recipients.ts';
import { send } from '../../../lambda/notifying/sending/send-payload.ts';
import { Table } from '../../../lambda/table/table.ts';
import { IN_MEMORY } from '../../../local/data-dir/data-dir.ts';
import { connect, startDatabase } from '../../../local/database/database.ts';
import { NOTIFICATIONS_TABLE } from '../../../local/database/embedded-tables.ts';
import { LocalNotifier } from '../../../local/notifying/local-notifier.ts';
import { buildEnded, buildStarted } from '../../notifying/delivered-announcement.builder.ts';
import { buildRecipient } from '../../notifying/recipient.builder.ts';
import { useSinks } from '../../notifying/use-sinks.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { killDatabase } from '../database/kill-database.ts';

const folder = useTempFolder('local-notifier');
const startSink = useSinks();

/** Enough for a busy machine, in ms. */
const IN_TIME = { timeout: 30_000 };
const at = Date.now();

/** Starts a notifier over a database, of the recipients that are read; counts its looks for recipients and its commands. */
async function start(dataDir: string, readRecipients: () => RecipientsByName) {
  const database = await startDatabase(dataDir);
  const client = connect(database);
  const counts = { looks: 0, commands: 0 };
  const countCommand = <T>(args: T): T => {
    counts.commands++;
    return args;
  };
  client.middlewareStack.add((next) => (args) => next(countCommand(args)), { step: 'initialize' });
  const errors: Error[] = [];
  const outbox = new Outbox(new Table(client, NOTIFICATIONS_TABLE));
  const notifier = new LocalNotifier({
    outbox,
    readRecipients: () => {
      counts.looks++;
      return readRecipients();
    },
    send: (recipient, payload) => send(recipient, payload, { now: Date.now, publish: null }),
    now: Date.now,
    policy: { ...defaultPolicy, settleMs: 0 },
    boardUrl: null,
    onFailing: () => {},
    onError: (error) => errors.push(error),
  });
  notifier.start();
  onTestFinished(async () => {
    await notifier.stop();
    client.destroy();
    await database.close();
  });
  return { database, notifier, outbox, counts, errors };
}

test('without recipients, no command is sent to the database', async () => {
  const { notifier, counts } = await start(IN_MEMORY, () => new Map());
  await notifier.dispatch([buildStarted({ at })]);
  await vi.waitFor(() => expect(counts.looks).toBeGreaterThan(2), IN_TIME);
  expect(counts.commands).toBe(0);
});

test('follows its database over a crash during a turn, without waiting for the lease of that turn', async () => {
  const consoleError = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => consoleError.mockRestore());
  const sink = await startSink();
  const recipient = buildRecipient({ to: sink.url });
  const { database, notifier, errors } = await start(folder, () => new Map([[recipient.name, recipient]]));
  sink.answer = () => (response) => {
    sink.answer = () => 200;
    void killDatabase(database.endpoint).then(() => response.writeHead(200).end());
  };
  await notifier.dispatch([buildStarted({ at })]);
  await vi.waitFor(() => expect(sink.posts).toHaveLength(1), IN_TIME);
  await vi.waitFor(() => notifier.dispatch([buildEnded({ at: at + 1 })]), IN_TIME); // as the announcer does: again, until it is stored
  const types = () => sink.posts.map(({ body }) => JSON.parse(body)['detail-type']);
  await vi.waitFor(() => expect(types()).toEqual(['Stream Started', 'Stream Started', 'Stream Ended']), IN_TIME);
  expect(errors.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^Notifications are delayed, and tried again: /),
  );
});

test('what is announced before it is known who is registered is not taken, so that it comes again', async () => {
  const sink = await startSink();
  const recipient = buildRecipient({ to: sink.url });
  let isReadable = false;
  const { notifier, errors } = await start(IN_MEMORY, () => {
    if (isReadable) return new Map([[recipient.name, recipient]]);
    throw new Error('notify.json: received something else');
  });
  await expect(notifier.dispatch([buildStarted({ at })])).rejects.toThrow('notify.json: received something else');
  isReadable = true;
  await notifier.dispatch([buildStarted({ at })]);
  await vi.waitFor(() => expect(sink.posts).toHaveLength(1), IN_TIME);
  isReadable = false;
  await notifier.dispatch([buildEnded({ at: at + 1 })]); // those of before stay
  await vi.waitFor(() => expect(sink.posts).toHaveLength(2), IN_TIME);
  expect(errors.map(({ message }) => message)).toEqual(Array(2).fill('notify.json: received something else'));
});

test('a recipient that cannot be read harms no other, is reported once, and loses nothing that waits', async () => {
  const sink = await startSink();
  const [broken, fine] = [buildRecipient({ name: 'broken', to: sink.url }), buildRecipient({ to: sink.url })];
  let entry: typeof broken | undefined;
  const { notifier, outbox, counts, errors } = await start(IN_MEMORY, () => new Map([[broken.name, entry], [fine.name, fine]])); // biome-ignore format: a line
  await outbox.add(broken.name, [buildStarted({ at })], at);
  await notifier.dispatch([buildEnded({ at: at + 1 })]);
  await vi.waitFor(() => expect(sink.posts).toHaveLength(1), IN_TIME);
  const { looks } = counts;
  await vi.waitFor(() => expect(counts.looks).toBeGreaterThan(looks + 1), IN_TIME);
  expect(await outbox.counts(broken.name)).toEqual({ waiting: 1, deadLetters: 0 });
  expect(errors.map(({ message }) => message)).toEqual([expect.stringMatching(/^Notifications of broken: received something else than a recipient, expected .*$/)]); // biome-ignore format: a line
  entry = broken;
  await vi.waitFor(() => expect(sink.posts.map(({ body }) => JSON.parse(body)['detail-type'])).toEqual(['Stream Ended', 'Stream Started']), IN_TIME); // biome-ignore format: a line
});
