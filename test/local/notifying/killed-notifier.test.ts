import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { Outbox } from '../../../lambda/notifying/outbox/outbox.ts';
import { Table } from '../../../lambda/table/table.ts';
import { readRunningFile } from '../../../local/data-dir/data-dir.ts';
import { connect } from '../../../local/database/database.ts';
import { NOTIFICATIONS_TABLE } from '../../../local/database/embedded-tables.ts';
import { writeRecipientsFile } from '../../../local/notifying/recipients-file.ts';
import { buildRecipient } from '../../notifying/recipient.builder.ts';
import { hang, type Sink, useSinks } from '../../notifying/use-sinks.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { NpmStart } from '../npm-start.ts';

const folder = useTempFolder('killed-notifier');
const startSink = useSinks();
const DATA_DIR = join(folder, 'data');
const SETTINGS = join(folder, 'settings.json');

/** Enough for a busy machine, in ms. */
const IN_TIME = { timeout: 30_000 };

const ids = ['cam-1', 'cam-2', 'cam-3'];

/** Returns what a sink has received of a stream since a post. */
const typesOf = ({ posts }: Sink, id: string, since: number) =>
  posts
    .slice(since)
    .map(({ body }) => JSON.parse(body))
    .filter(({ detail }) => detail.id === id)
    .map((envelope) => envelope['detail-type']);

/** Asks the receiver on DATA_DIR for a test, and returns what came of it. */
async function testRecipient(name: string) {
  const client = connect(readRunningFile(DATA_DIR)?.dynamodb ?? '');
  const outbox = new Outbox(new Table(client, NOTIFICATIONS_TABLE));
  await outbox.tests.request('a-test', name, Date.now());
  const outcome = await vi.waitFor(async () => (await outbox.tests.read('a-test')) ?? Promise.reject(new Error('open')), IN_TIME); // biome-ignore format: a line
  client.destroy();
  return outcome;
}

describe.skipIf(process.platform !== 'linux')('npm start (the signals are those of Linux)', () => {
  test('kill -9 while recipients hang, or are away, loses nothing, and changes no order', async ({
    onTestFinished,
  }) => {
    const [hanging, away, chat] = await Promise.all([
      startSink(() => hang),
      startSink(() => (response) => response.destroy()),
      startSink(),
    ]);
    const recipients = [hanging, away].map(({ url }) => buildRecipient({ to: url }));
    const team = buildRecipient({ to: chat.url, style: 'slack', on: ['Server Alarm'], secrets: [] });
    await writeRecipientsFile(DATA_DIR, new Map([...recipients, team].map((each) => [each.name, each])));
    writeFileSync(SETTINGS, JSON.stringify({ boardUrl: 'https://board.example.com' }));
    const start = () => {
      const started = new NpmStart({ DATA_DIR, SETTINGS, TOKEN: '' });
      onTestFinished(() => started.kill());
      return started;
    };
    const killed = start();
    const url = await killed.ready();
    const at = Date.now();
    for (const [step, action] of ['liveStreamStarted', 'vodReady', 'liveStreamEnded'].entries())
      for (const id of ids) {
        const body = JSON.stringify({ action, id, timestamp: at + step, vodId: 'vod-1', vodName: 'a.mp4' });
        expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
      }
    await vi.waitFor(() => expect([hanging, away].map(({ posts }) => posts.length > 0)).toEqual([true, true]), IN_TIME);
    killed.kill();
    await killed.exit();

    const known = [hanging, away].map((sink) => {
      sink.answer = () => 200;
      return { sink, since: sink.posts.length };
    });
    const again = start();
    await again.ready();
    const all = ['Stream Started', 'Recording Ready', 'Stream Ended'];
    for (const { sink, since } of known)
      await vi.waitFor(() => expect(ids.map((id) => typesOf(sink, id, since))).toEqual(ids.map(() => all)), IN_TIME);

    expect(await testRecipient(team.name)).toMatchObject({ ok: true, text: 'answered 200' });
    expect(chat.posts[0]?.body).toContain('https://board.example.com');
    process.kill(again.groupId, 'SIGTERM');
    expect([await again.exit(), again.err]).toEqual([0, '']);
  });
});
