import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { Announcement } from '../announcing/announcement.ts';
import { groupBy } from '../group-by.ts';
import { mapConcurrently } from '../map-concurrently.ts';
import { pluralize } from '../text/pluralize.ts';
import { type DeliveryDeps, deliver } from './delivery/deliver.ts';
import { dispatch } from './dispatch.ts';
import { notSent } from './not-sent.ts';
import { type NotifierMessage, parseNotifierMessage } from './notifier-message.ts';
import type { Recipient } from './recipients/recipient.ts';
import type { RecipientsByName, SsmRecipients } from './recipients/ssm-recipients.ts';
import { sendTest } from './send-test.ts';
import type { SqsWakes } from './sqs-wakes.ts';
import { TEST_VALID_MS } from './test-event.ts';

export interface MessageDeps extends Omit<DeliveryDeps, 'wake'> {
  readonly recipients: Pick<SsmRecipients, 'read'>;
  readonly wakes: Pick<SqsWakes, 'wake' | 'wakeAnew'>;
  /** Receives why messages come again: often the table or the parameters did not answer once. */
  readonly onRetry: (reason: string) => void;
  /** Receives why messages cannot be handled: they came several times, or are unreadable, and left out. */
  readonly onUnhandled: (reason: string) => void;
}

type Received<Kind extends NotifierMessage['kind']> = Extract<NotifierMessage, { kind: Kind }> & {
  readonly messageId: string;
  /** How often it has come, with this time. */
  readonly receives: number;
};

/** What is done for some messages of a batch. */
interface Job {
  readonly messages: readonly Pick<Received<'wake'>, 'messageId' | 'receives'>[];
  readonly run: (deps: MessageDeps) => Promise<void>;
}

/** The wait before a recipient whose parameter is unreadable is looked at again, in ms. */
const UNREADABLE_RETRY_MS = 900_000;
/** The wait before what waits for a recipient that is not registered is removed, in s: longer than `DISPATCH_AGE_MS`. */
const ABSENT_RETRY_S = 10;
/** The age of the list of recipients for announcements, in ms: so long a change may take to be seen. */
const DISPATCH_AGE_MS = 5_000;
/** The same for a turn, which follows announcements within seconds: a list for each would be read, and billed, twice. */
const TURN_AGE_MS = 60_000;
/** The turns at once: each holds up to 16 MB of what waits. */
const TURNS_AT_ONCE = 3;
/** A turn begins no post after this time, in ms: slow recipients leave executions to others. */
const TURN_MS = 10_000;
/** A message that comes for this time is failing: at first, AWS may not have answered once. */
const FAILING_RECEIVES = 3;

/** Handles a batch of the notifier's queue at once. Messages whose table or parameters do not answer stay in the queue. */
export async function handleMessages(records: readonly SQSRecord[], deps: MessageDeps): Promise<SQSBatchResponse> {
  const messages = records.map(({ messageId, body, attributes }) => ({
    ...parseNotifierMessage(body),
    messageId,
    receives: Number(attributes.ApproximateReceiveCount),
  }));
  for (const { kind, messageId } of messages)
    if (kind === 'unreadable') deps.onUnhandled(`the message ${messageId} is no announcement, test or wake: left out`);
  const [turns, others] = [toTurns(messages), toOthers(messages)];
  const failed = await Promise.all([
    mapConcurrently(turns, TURNS_AT_ONCE, (job) => runJob(job, deps)),
    mapConcurrently(others, others.length, (job) => runJob(job, deps)),
  ]);
  return { batchItemFailures: failed.flat(2).map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** Returns one job for each recipient that is woken. */
function toTurns(messages: readonly Received<NotifierMessage['kind']>[]): Job[] {
  const woken = groupBy(messages.filter((message) => message.kind === 'wake'), ({ recipient }) => recipient); // biome-ignore format: a line
  return [...woken].map(([name, wakes]) => ({ messages: wakes, run: (deps) => takeTurn(name, wakes, deps) }));
}

/** Returns one job for all announcements, and one for each test. */
function toOthers(messages: readonly Received<NotifierMessage['kind']>[]): Job[] {
  const announced = messages.filter((message) => message.kind === 'announcement');
  const tests = messages.filter((message) => message.kind === 'test');
  const announcements = announced.map(({ announcement }) => announcement);
  return [
    { messages: announced, run: (deps) => dispatchAll(announcements, deps) },
    ...tests.map((test) => ({ messages: [test], run: (deps: MessageDeps) => answerTest(test, deps) })),
  ];
}

/** Runs a job, and returns its messages when they have to come again. */
async function runJob({ messages, run }: Job, deps: MessageDeps): Promise<Job['messages']> {
  try {
    await run(deps);
    return [];
  } catch (error) {
    const isFailing = messages.some(({ receives }) => receives >= FAILING_RECEIVES);
    const report = isFailing ? deps.onUnhandled : deps.onRetry;
    report(`${pluralize(messages.length, 'message')} to handle again: ${error}`);
    return messages;
  }
}

async function dispatchAll(announcements: readonly Announcement[], deps: MessageDeps): Promise<void> {
  if (announcements.length === 0) return;
  const { recipients, wakes } = deps;
  const known = await recipients.read({ maxAgeMs: DISPATCH_AGE_MS });
  const readable = [...known.values()].filter((recipient) => recipient !== undefined);
  await dispatch(announcements, { ...deps, recipients: readable, wake: (name, at) => wakes.wake(name, at) });
}

/** Does a turn of a recipient that is woken. What waits for one that was removed is removed, at the second look: one list may lack it. */
async function takeTurn(name: string, received: readonly Received<'wake'>[], deps: MessageDeps): Promise<void> {
  const { recipients, wakes, outbox, now, hasTime } = deps;
  const wokenAt = Math.max(...received.map(({ at }) => at));
  const wake = (woken: string, at: number) => wakes.wake(woken, at, wokenAt);
  const isRegistrationNew = received.some((message) => message.isRegistrationNew);
  const isSecondLook = received.some((message) => message.isSecondLook);
  if (!hasTime()) return isRegistrationNew ? wakes.wakeAnew(name, 0, isSecondLook) : wake(name, now());
  const registered = isRegistrationNew ? await recipients.read({ maxAgeMs: 0 }) : await readForTurn(name, deps);
  const recipient = registered.get(name);
  const until = now() + TURN_MS;
  const hasTurnTime = () => hasTime() && now() < until;
  if (recipient !== undefined) return deliver(recipient, { ...deps, wake, hasTime: hasTurnTime }, wokenAt);
  if (registered.has(name)) return wake(name, now() + UNREADABLE_RETRY_MS);
  if (isSecondLook) return outbox.discard(name);
  await wakes.wakeAnew(name, ABSENT_RETRY_S, true);
}

/** Returns the recipients; those of now when one is missing, which may be new. */
async function readForTurn(name: string, { recipients }: MessageDeps): Promise<RecipientsByName> {
  const known = await recipients.read({ maxAgeMs: TURN_AGE_MS });
  return known.has(name) ? known : recipients.read({ maxAgeMs: 0 });
}

/** Sends a test, once, to a recipient as it is registered now, and records what came of it. Leaves out one that nobody waits for. */
async function answerTest(
  { recipient: name, testId, requestedAt }: Received<'test'>,
  deps: MessageDeps,
): Promise<void> {
  const { recipients, outbox, now } = deps;
  if (now() - requestedAt > TEST_VALID_MS || (await outbox.tests.read(testId)) !== undefined) return;
  const registered = await recipients.read({ maxAgeMs: 0 });
  const outcome = await tryTest(registered.get(name), registered.has(name), deps);
  await outbox.tests.answer(testId, outcome, now());
}

function tryTest(recipient: Recipient | undefined, isRegistered: boolean, deps: MessageDeps) {
  if (recipient !== undefined) return sendTest(recipient, deps);
  return notSent(isRegistered ? 'its parameter cannot be read: set it again' : 'it is not registered');
}
