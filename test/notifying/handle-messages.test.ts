import type { ServerResponse } from 'node:http';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { SQSRecord } from 'aws-lambda';
import { expect, onTestFinished, test } from 'vitest';
import { handleMessages, type MessageDeps } from '../../lambda/notifying/handle-messages.ts';
import { Outbox } from '../../lambda/notifying/outbox/outbox.ts';
import { defaultPolicy } from '../../lambda/notifying/planning/notify-policy.ts';
import { recipientParameter } from '../../lambda/notifying/recipients/recipient-parameter.ts';
import { formatRecipient } from '../../lambda/notifying/recipients/registered-recipient.ts';
import { SsmRecipients } from '../../lambda/notifying/recipients/ssm-recipients.ts';
import { send } from '../../lambda/notifying/sending/send-payload.ts';
import { SqsWakes } from '../../lambda/notifying/sqs-wakes.ts';
import { useEngine } from '../table/engine.ts';
import { buildStarted } from './delivered-announcement.builder.ts';
import { NotifierAws } from './notifier-aws.ts';
import { buildRecipient } from './recipient.builder.ts';
import { useSinks } from './use-sinks.ts';

const engine = useEngine();
const startSink = useSinks();
const NOON = Date.parse('2026-11-26T12:00:00Z');
const PATH = '/Hooks/notify';
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Starts the notifier of a stack at noon, with a clock that the test sets. */
async function useNotifier() {
  const aws = await NotifierAws.start();
  onTestFinished(() => aws.stop());
  const clock = { now: NOON };
  const now = () => clock.now;
  const config = { endpoint: aws.url, region: 'local', credentials };
  const sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
  const outbox = new Outbox(engine().notifications);
  const onUnreadable = (name: string) => expect.fail(name);
  const deps: MessageDeps = {
    outbox,
    recipients: new SsmRecipients({ ssm: new SSMClient(config), path: PATH, now, onUnreadable }),
    wakes: new SqsWakes({ sqs, queueUrl: `${aws.url}/0/queue`, outbox, now }),
    send: (recipient, payload) => send(recipient, payload, { now, publish: null }),
    now,
    policy: defaultPolicy,
    boardUrl: null,
    hasTime: () => true,
    onFailing: ({ answered }) => expect.fail(answered),
    onRetry: (reason) => expect.fail(reason),
    onUnhandled: (reason) => expect.fail(reason),
  };
  /** Registers a recipient for which announcements of one stream wait. */
  const register = async (to: string, announcements: number) => {
    const recipient = buildRecipient({ to });
    aws.parameters.set(recipientParameter(PATH, recipient.name), formatRecipient(recipient));
    const waiting = Array.from({ length: announcements }, (_, n) =>
      buildStarted({ at: NOON - 60_000 + n, sequence: n }),
    );
    await outbox.add(recipient.name, waiting, NOON - 60_000);
    return recipient.name;
  };
  const wake = (names: readonly string[], changes: Partial<MessageDeps> = {}) => {
    const attributes = { ApproximateReceiveCount: '1' };
    const records = names.map((recipient) => ({ messageId: recipient, body: JSON.stringify({ recipient, at: NOON }), attributes })) as SQSRecord[]; // biome-ignore format: all that is read
    return handleMessages(records, { ...deps, ...changes });
  };
  return { aws, clock, outbox, register, wake };
}

test('three recipients of a batch have a turn at once, and all have one', async () => {
  const { register, wake } = await useNotifier();
  const open = new Set<ServerResponse>();
  let mostOpen = 0;
  const { url, posts } = await startSink(() => (response) => {
    open.add(response);
    mostOpen = Math.max(mostOpen, open.size);
    setTimeout(() => {
      open.delete(response);
      response.end();
    }, 200);
  });
  const names = await Promise.all(Array.from({ length: 10 }, () => register(url, 1)));
  expect(await wake(names)).toEqual({ batchItemFailures: [] });
  expect([posts.length, mostOpen]).toEqual([10, 3]);
});

test('a turn begins no post after 10 s: the next one does, at once', async () => {
  const { aws, clock, outbox, register, wake } = await useNotifier();
  const { url, posts } = await startSink(() => {
    clock.now += 4_900;
    return 200;
  });
  const name = await register(url, 7);
  expect(await wake([name])).toEqual({ batchItemFailures: [] });
  expect([posts.length, await outbox.counts(name)]).toEqual([3, { waiting: 4, deadLetters: 0 }]);
  expect(aws.wakes).toEqual([{ recipient: name, at: clock.now, delaySeconds: 0 }]);
});

test('a turn for which an invocation has no time left is one of the next invocation', async () => {
  const { aws, outbox, register, wake } = await useNotifier();
  const { url, posts } = await startSink();
  const name = await register(url, 1);
  expect(await wake([name], { hasTime: () => false })).toEqual({ batchItemFailures: [] });
  expect([posts, aws.wakes]).toEqual([[], [{ recipient: name, at: NOON, delaySeconds: 0 }]]);
  await wake([name]);
  expect([posts.length, await outbox.counts(name)]).toEqual([1, { waiting: 0, deadLetters: 0 }]);
});
