import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { SQSRecord } from 'aws-lambda';
import { beforeAll, expect, test } from 'vitest';
import { computeNotificationBill, type NotificationCounts } from '../bench/cost.ts';
import type { Announcement } from '../lambda/announcing/announcement.ts';
import { handleMessages } from '../lambda/notifying/handle-messages.ts';
import { Outbox } from '../lambda/notifying/outbox/outbox.ts';
import { defaultPolicy } from '../lambda/notifying/planning/notify-policy.ts';
import type { Recipient } from '../lambda/notifying/recipients/recipient.ts';
import { recipientParameter } from '../lambda/notifying/recipients/recipient-parameter.ts';
import { formatRecipient } from '../lambda/notifying/recipients/registered-recipient.ts';
import { SsmRecipients } from '../lambda/notifying/recipients/ssm-recipients.ts';
import { SqsWakes } from '../lambda/notifying/sqs-wakes.ts';
import { exampleAnnouncements } from './announcing/example-announcements.ts';
import { measureRequests, sum } from './dynamodb/request-costs.ts';
import { root } from './exec.ts';
import { buildRecipient } from './notifying/recipient.builder.ts';
import { useEngine } from './table/engine.ts';

/** A row of the table of notifications: who is notified of what, its counts, then dollars for each part, in all. */
const ROW =
  /^\| ([^|]+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \| \$([\d.]+) \| \$([\d.]+) \| \$([\d.]+) \| \$([\d.]+) \| \*\*\$([\d.]+)\*\* \|$/gm;

const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');
const rows = [...page.matchAll(ROW)].map(([, label = '', ...cells]) => ({ label, cells }));

/** The streams that the counts are of: each starts, ends and is recorded. */
const STREAMS = 10;
/** What SQS hands to an invocation at most. */
const BATCH = 10;

const engine = useEngine();
let announcements: Announcement[];

beforeAll(async () => {
  const examples = await exampleAnnouncements();
  const types = ['Stream Started', 'Stream Ended', 'Recording Ready'];
  const session = types.flatMap((type) => examples.filter((one) => one['detail-type'] === type));
  announcements = session.flatMap((one) => Array.from({ length: STREAMS }, (_, n) => ofStream(one, n)));
});

/** Returns an announcement as one of another stream. */
function ofStream<A extends Announcement>(announcement: A, n: number): A {
  const eventId = announcement.detail.eventId.slice(0, -2) + String(n).padStart(2, '0');
  return { ...announcement, detail: { ...announcement.detail, eventId, id: `cam-${n}` } };
}

interface QueuedMessage {
  readonly body: string;
  /** In ms since the epoch. */
  readonly dueAt: number;
}

/** The notifier with its queue and a clock of its own; what it sends is accepted, unless they are away, and counted. */
class CountedNotifier {
  #now = Date.now();
  #queue: QueuedMessage[] = [];
  invocations = 0;
  queueMessages = 0;
  posts = 0;
  parameterReads = 0;
  /** Whether the recipients are away: what they do not accept for a day becomes a dead letter. */
  isAway = false;
  readonly #recipients: SsmRecipients;

  constructor(recipients: readonly Recipient[]) {
    const path = '/AntMediaWebhooks/notify';
    const Parameters = recipients.map((one) => ({ Name: recipientParameter(path, one.name), Value: formatRecipient(one) })); // biome-ignore format: a line
    const send = async () => {
      this.parameterReads++;
      return { Parameters };
    };
    const ssm = { send } as Partial<SSMClient> as SSMClient;
    this.#recipients = new SsmRecipients({
      ssm,
      path,
      now: () => this.#now,
      onUnreadable: (name) => expect.fail(name),
    });
  }

  /** Handles announcements that arrive at once, and all that follows from them until a minute later. */
  async handle(announced: readonly Announcement[]): Promise<void> {
    for (const announcement of announced) this.#add({ body: JSON.stringify(announcement), dueAt: this.#now });
    while (this.#queue.length > 0) {
      this.#now = Math.max(this.#now, Math.min(...this.#queue.map(({ dueAt }) => dueAt)));
      const due = this.#queue.filter(({ dueAt }) => dueAt <= this.#now).slice(0, BATCH);
      this.#queue = this.#queue.filter((message) => !due.includes(message));
      await this.#invoke(due);
    }
    this.#now += 60_000;
  }

  #add(message: QueuedMessage): void {
    this.queueMessages++;
    this.#queue.push(message);
  }

  async #invoke(messages: readonly QueuedMessage[]): Promise<void> {
    this.invocations++;
    const now = () => this.#now;
    const outbox = new Outbox(engine().notifications);
    const send = async ({ input }: { input: { MessageBody?: string; DelaySeconds?: number } }) =>
      this.#add({ body: input.MessageBody ?? '', dueAt: this.#now + (input.DelaySeconds ?? 0) * 1_000 });
    const sqs = { send } as Partial<SQSClient> as SQSClient;
    const attributes = { ApproximateReceiveCount: '1' };
    const records = messages.map(({ body }, n) => ({ messageId: String(n), body, attributes }) as SQSRecord); // all that is read
    const { batchItemFailures } = await handleMessages(records, {
      outbox,
      recipients: this.#recipients,
      wakes: new SqsWakes({ sqs, queueUrl: 'https://queue', outbox, now }),
      send: async () => {
        this.posts++;
        const text = this.isAway ? 'answered 503' : 'answered 200';
        return { ok: !this.isAway, text, ms: 1, refusedContent: false, retryAfterMs: null };
      },
      now,
      policy: defaultPolicy,
      boardUrl: 'https://board.example.com/',
      hasTime: () => true,
      onFailing: ({ answered }) => expect(answered).toBe('answered 503'),
      onRetry: (reason) => expect.fail(reason),
      onUnhandled: (reason) => expect.fail(reason),
    });
    expect(batchItemFailures).toEqual([]);
  }
}

/** Counts what the notifier does with the announcements, so many at once. */
async function count(recipients: readonly Recipient[], atOnce: number): Promise<NotificationCounts> {
  const notifier = new CountedNotifier(recipients);
  const { units, readUnits, roundTrips } = await measureRequests(engine().client, async () => {
    for (let n = 0; n < announcements.length; n += atOnce) await notifier.handle(announcements.slice(n, n + atOnce));
  });
  const { invocations, queueMessages, posts, parameterReads } = notifier;
  const writeUnits = sum(units) - readUnits;
  const counts = { announcements: announcements.length, invocations, queueMessages, posts, parameterReads };
  return { ...counts, writeUnits, readUnits, roundTrips, recipients: recipients.length };
}

test('the counts and the dollars of notifications in docs/operations.md follow from what the notifier does', async () => {
  const to = 'https://recipient.example.com/';
  const chat = (name: string) => buildRecipient({ name, style: 'slack', to, secrets: [] });
  const webhook = (name: string) => buildRecipient({ name, style: 'envelope', to });
  const counted: [string, Recipient[], number][] = [
    ['nobody, a minute apart', [], 1],
    ['a chat, a minute apart', [chat('slow-chat')], 1],
    ['a chat, ten at once', [chat('busy-chat')], BATCH],
    ['a signed webhook, a minute apart', [webhook('slow-hook')], 1],
    ['a signed webhook, ten at once', [webhook('busy-hook')], BATCH],
  ];
  const expected: typeof rows = [];
  for (const [label, recipients, atOnce] of counted) {
    const counts = await count(recipients, atOnce);
    const { queue, requests, compute, units, keys, total } = computeNotificationBill(counts);
    const dollars = [queue, requests + compute, units, keys, total].map((part) => part.toFixed(2));
    const { posts, invocations, queueMessages, writeUnits, readUnits } = counts;
    expected.push({ label, cells: [posts, invocations, queueMessages, writeUnits, readUnits, ...dollars].map(String) });
  }
  expect(rows).toEqual(expected);
});

test.each([
  { style: 'slack', waiting: 1 },
  { style: 'slack', waiting: 30 },
  { style: 'envelope', waiting: 1 },
  { style: 'envelope', waiting: 30 },
] as const)(
  'a recipient ($style) that is away for a day adds about a hundred invocations, with $waiting waiting',
  async ({ style, waiting }) => {
    expect(page).toContain(
      'A recipient that is away for a day adds about a hundred invocations, however much waits for it',
    );
    const secrets = style === 'envelope' ? {} : { secrets: [] };
    const recipient = buildRecipient({ style, name: `away-${style}-${waiting}`, to: 'https://recipient.example.com/', ...secrets }); // biome-ignore format: a line
    const notifier = new CountedNotifier([recipient]);
    notifier.isAway = true;
    await notifier.handle(announcements.slice(0, waiting));
    const counts = await new Outbox(engine().notifications).counts(recipient.name);
    expect(counts).toEqual({ waiting: 0, deadLetters: waiting });
    const added = notifier.invocations - Math.ceil(waiting / BATCH);
    expect(Math.abs(added - 100)).toBeLessThan(20);
  },
);
