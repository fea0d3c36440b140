import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { Announcement } from '../announcing/announcement.ts';
import { groupBy } from '../group-by.ts';
import { pluralize } from '../text/pluralize.ts';
import { type DeliveryDeps, deliver } from './deliver.ts';
import { dispatch } from './dispatch.ts';
import { notSent } from './not-sent.ts';
import { type NotifierMessage, parseNotifierMessage } from './notifier-message.ts';
import type { Recipient } from './recipient.ts';
import { sendTest } from './send-test.ts';
import type { SqsWakes } from './sqs-wakes.ts';
import type { SsmRecipients } from './ssm-recipients.ts';

export interface MessageDeps extends Omit<DeliveryDeps, 'wake'> {
  readonly recipients: Pick<SsmRecipients, 'read' | 'refresh'>;
  readonly wakes: Pick<SqsWakes, 'wake'>;
  /** Receives why messages were not handled: they come again, except unreadable ones. */
  readonly onUnhandled: (reason: string) => void;
}

type Received<Kind extends NotifierMessage['kind']> = Extract<NotifierMessage, { kind: Kind }> & {
  readonly messageId: string;
};

/** What is done for some messages of a batch. */
interface Job {
  readonly messages: readonly { readonly messageId: string }[];
  readonly run: (deps: MessageDeps) => Promise<void>;
}

/** The wait before a recipient whose parameter is unreadable is looked at again, in ms. */
const UNREADABLE_RETRY_MS = 900_000;

/** Handles a batch of the notifier's queue, all of it at once. Messages whose table or parameters do not answer stay in the queue. */
export async function handleMessages(records: readonly SQSRecord[], deps: MessageDeps): Promise<SQSBatchResponse> {
  const messages = records.map(({ messageId, body }) => ({ ...parseNotifierMessage(body), messageId }));
  for (const { kind, messageId } of messages)
    if (kind === 'unreadable') deps.onUnhandled(`the message ${messageId} is no announcement, test or wake: left out`);
  const failed = await Promise.all(toJobs(messages).map((job) => runJob(job, deps)));
  return { batchItemFailures: failed.flat().map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** Returns one job for all announcements, one for each recipient that is woken, and one for each test. */
function toJobs(messages: readonly Received<NotifierMessage['kind']>[]): Job[] {
  const announced = messages.filter((message) => message.kind === 'announcement');
  const woken = groupBy(messages.filter((message) => message.kind === 'wake'), ({ recipient }) => recipient); // biome-ignore format: a line
  const tests = messages.filter((message) => message.kind === 'test');
  const announcements = announced.map(({ announcement }) => announcement);
  return [
    { messages: announced, run: (deps) => dispatchAll(announcements, deps) },
    ...[...woken].map(([name, wakes]) => ({
      messages: wakes,
      run: (deps: MessageDeps) => takeTurn(name, Math.max(...wakes.map(({ at }) => at)), deps),
    })),
    ...tests.map((test) => ({ messages: [test], run: (deps: MessageDeps) => answerTest(test, deps) })),
  ];
}

/** Runs a job, and returns its messages when they have to come again. */
async function runJob({ messages, run }: Job, deps: MessageDeps): Promise<Job['messages']> {
  try {
    await run(deps);
    return [];
  } catch (error) {
    deps.onUnhandled(`${pluralize(messages.length, 'message')} to handle again: ${error}`);
    return messages;
  }
}

async function dispatchAll(announcements: readonly Announcement[], deps: MessageDeps): Promise<void> {
  if (announcements.length === 0) return;
  const { recipients, wakes } = deps;
  const readable = [...(await recipients.read()).values()].filter((recipient) => recipient !== undefined);
  await dispatch(announcements, { ...deps, recipients: readable, wake: (name, at) => wakes.wake(name, at) });
}

/** Does a turn of a recipient that is woken; `wokenAt` is when the turn was due. What waits for one that was removed is removed. */
async function takeTurn(name: string, wokenAt: number, deps: MessageDeps): Promise<void> {
  const { recipients, wakes, outbox, now } = deps;
  const wake = (woken: string, at: number) => wakes.wake(woken, at, wokenAt);
  const known = await recipients.read();
  const registered = known.has(name) ? known : await recipients.refresh(); // it may be new
  const recipient = registered.get(name);
  if (recipient !== undefined) return deliver(recipient, { ...deps, wake }, wokenAt);
  if (registered.has(name)) return wake(name, now() + UNREADABLE_RETRY_MS);
  await outbox.discard(name);
}

/** Sends a test, once, to a recipient as it is registered now, and records what came of it. */
async function answerTest({ recipient: name, testId }: Received<'test'>, deps: MessageDeps): Promise<void> {
  const { recipients, outbox, now } = deps;
  if ((await outbox.tests.read(testId)) !== undefined) return;
  const registered = await recipients.refresh();
  const outcome = await tryTest(registered.get(name), registered.has(name), deps);
  await outbox.tests.answer(testId, outcome, now());
}

function tryTest(recipient: Recipient | undefined, isRegistered: boolean, deps: MessageDeps) {
  if (recipient !== undefined) return sendTest(recipient, deps);
  return notSent(isRegistered ? 'its parameter cannot be read: set it again' : 'it is not registered');
}
