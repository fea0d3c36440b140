import { expect, test } from 'vitest';
import { createNotifyCommand } from '../../../cli/notify/notify-command.ts';
import { useReceiver } from '../../local/use-receiver.ts';
import { useSinks } from '../../notifying/use-sinks.ts';
import { useTempFolder } from '../../use-temp-folder.ts';
import { runInProcess } from '../run-in-process.ts';

const DATA_DIR = useTempFolder('notify-receiver');
useReceiver(DATA_DIR);
const startSink = useSinks();

const notify = (...args: string[]) => runInProcess(createNotifyCommand(), args, { DATA_DIR });

test('the running receiver sends a test to a recipient that was just set, and the command says what was answered', async () => {
  const sink = await startSink();
  await notify('set', 'billing', '--to', sink.url, '--allow-private');
  const { code, stdout, stderr } = await notify('test', 'billing');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^billing: answered 200 after \d+ ms\. It has accepted the test, which is marked "test": true\.\n$/); // biome-ignore format: a row
  expect(sink.posts.map(({ body }) => JSON.parse(body))).toMatchObject([{ source: 'ant-media-webhooks', detail: { test: true } }]); // biome-ignore format: a row
  expect(sink.posts[0]?.headers['webhook-signature']).toMatch(/^v1,/);
});

test('a test that is refused is an error, and nothing is tried again', async () => {
  const sink = await startSink(() => 404);
  await notify('set', 'team', '--to', sink.url, '--allow-private', '--style', 'slack');
  const { code, stderr } = await notify('test', 'team');
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^team: received "answered 404", expected.*\n$/) }); // biome-ignore format: a row
  expect(sink.posts).toHaveLength(1);
});
