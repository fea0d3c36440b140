import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Outbox } from '../../../lambda/notifying/outbox/outbox.ts';
import type { Recipient } from '../../../lambda/notifying/recipients/recipient.ts';
import { Table } from '../../../lambda/table/table.ts';
import { readRunningFile } from '../../../local/data-dir/data-dir.ts';
import { connect } from '../../../local/database/database.ts';
import { NOTIFICATIONS_TABLE } from '../../../local/database/embedded-tables.ts';
import { writeRecipientsFile } from '../../../local/notifying/recipients-file.ts';
import { buildStarted } from '../../notifying/delivered-announcement.builder.ts';
import { buildRecipient } from '../../notifying/recipient.builder.ts';
import { hang, type Sink, useSinks } from '../../notifying/use-sinks.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { ReceiverUnderTest } from '../use-receiver.ts';

const folder = useTempFolder('notifications');
const startSink = useSinks();

/** Enough for a busy machine, in ms. */
const IN_TIME = { timeout: 30_000 };
const at = Date.now();

/** Starts a receiver with these recipients. */
async function start(name: string, recipients: readonly Recipient[]) {
  const dataDir = join(folder, name);
  const register = (registered: readonly Recipient[]) =>
    writeRecipientsFile(dataDir, new Map(registered.map((recipient) => [recipient.name, recipient])));
  if (recipients.length > 0) await register(recipients);
  const receiver = new ReceiverUnderTest();
  await receiver.start(dataDir);
  onTestFinished(() => receiver.close());
  return { dataDir, receiver, register };
}

/** Returns the outbox of the receiver that runs on a folder, as a command has it. */
function outboxOf(dataDir: string): Outbox {
  const client = connect(readRunningFile(dataDir)?.dynamodb ?? '');
  onTestFinished(() => client.destroy());
  return new Outbox(new Table(client, NOTIFICATIONS_TABLE));
}

const envelopes = ({ posts }: Sink) => posts.map(({ body }) => JSON.parse(body));
const typesOf = (sink: Sink) => envelopes(sink).map((envelope) => `${envelope['detail-type']} ${envelope.detail.id}`);
const session = (id: string) => [
  { action: 'liveStreamStarted', id, timestamp: at, streamName: 'Front door' },
  { action: 'vodReady', id, timestamp: at + 1, vodId: 'vod-1', vodName: `${id}.mp4` },
  { action: 'liveStreamEnded', id, timestamp: at + 2 },
];

test('each recipient gets what it is on, signed and in order, while one that hangs holds up neither it nor a hook', async () => {
  const [sink, ended, hanging] = await Promise.all([startSink(), startSink(), startSink(() => hang)]);
  const program = buildRecipient({ to: sink.url });
  const onEnds = buildRecipient({ to: ended.url, on: ['Stream Ended'], app: 'LiveApp' });
  const { receiver } = await start('each', [buildRecipient({ to: hanging.url }), program, onEnds]);
  for (const id of ['cam-1', 'cam-2'])
    for (const hook of session(id)) expect((await receiver.postHook('LiveApp', hook)).status).toBe(200);
  await receiver.postHook('Other', { action: 'liveStreamEnded', id: 'cam-3', timestamp: at });
  await vi.waitFor(() => expect(sink.posts.length).toBe(7), IN_TIME);
  for (const id of ['cam-1', 'cam-2'])
    expect(typesOf(sink).filter((type) => type.endsWith(id))).toEqual([
      `Stream Started ${id}`,
      `Recording Ready ${id}`,
      `Stream Ended ${id}`,
    ]);
  for (const { body, headers } of sink.posts)
    new Webhook(program.secrets[0]?.secret ?? '').verify(body, { ...headers } as Record<string, string>);
  await vi.waitFor(() => expect(typesOf(ended).sort()).toEqual(['Stream Ended cam-1', 'Stream Ended cam-2']), IN_TIME);
  expect(hanging.posts.length).toBeGreaterThan(0);
});

test('what commands change is seen while the receiver runs: recipients, tests, dead letters', async () => {
  const [sink, chat] = await Promise.all([startSink(), startSink()]);
  const { dataDir, receiver, register } = await start('commands', []);
  const outbox = outboxOf(dataDir);
  const program = buildRecipient({ to: sink.url });
  const team = buildRecipient({ to: chat.url, style: 'slack', secrets: [] });
  await outbox.add(program.name, [buildStarted({ id: 'dead', at })], at);
  await outbox.bury(program.name, (await outbox.pending(program.name)).entries, 'answered 500', at);
  await register([program, team]);
  await outbox.resend(program.name, at);
  await vi.waitFor(() => expect(typesOf(sink)).toEqual(['Stream Started dead']), IN_TIME);

  await outbox.tests.request('of-chat', team.name, Date.now());
  await outbox.tests.request('of-nobody', 'nobody', Date.now());
  await vi.waitFor(async () => expect(await outbox.tests.read('of-chat')).toMatchObject({ ok: true, text: 'answered 200' }), IN_TIME); // biome-ignore format: a line
  await vi.waitFor(async () => expect(await outbox.tests.read('of-nobody')).toMatchObject({ ok: false, text: 'not sent: it is not registered' }), IN_TIME); // biome-ignore format: a line
  expect(chat.posts.map(({ body }) => body)).toEqual([expect.stringContaining(receiver.url)]); // the link to the board

  await receiver.postHook('LiveApp', { action: 'liveStreamStarted', id: 'cam-1', timestamp: at });
  await vi.waitFor(async () => expect(await outbox.counts(team.name)).toEqual({ waiting: 1, deadLetters: 0 }), IN_TIME); // for what may be told with it
  await register([program]);
  await vi.waitFor(async () => expect(await outbox.counts(team.name)).toEqual({ waiting: 0, deadLetters: 0 }), IN_TIME);
});

test('a file of recipients that is broken is reported once, and those of before stay', async () => {
  const consoleError = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => consoleError.mockRestore());
  const sink = await startSink();
  const { dataDir, receiver } = await start('broken', [buildRecipient({ to: sink.url })]);
  await receiver.postHook('LiveApp', { action: 'liveStreamStarted', id: 'cam-1', timestamp: at });
  await vi.waitFor(() => expect(sink.posts).toHaveLength(1), IN_TIME);
  writeFileSync(join(dataDir, 'notify.json'), '[{"to": "the-secret"}]');
  await receiver.postHook('LiveApp', { action: 'liveStreamEnded', id: 'cam-1', timestamp: at + 1 });
  await vi.waitFor(() => expect(typesOf(sink)).toEqual(['Stream Started cam-1', 'Stream Ended cam-1']), IN_TIME);
  expect(consoleError.mock.calls).toEqual([[expect.stringMatching(/^[^ ]*notify\.json: received something else than a list of recipients; .*$/)]]); // biome-ignore format: a line
});
