import { setMaxListeners } from 'node:events';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { writeLogLine } from './function-env.ts';
import type { FailingReport } from './notifying/delivery/deliver.ts';
import { handleMessages } from './notifying/handle-messages.ts';
import type { Payload } from './notifying/notification.ts';
import { Outbox } from './notifying/outbox/outbox.ts';
import { defaultPolicy } from './notifying/planning/notify-policy.ts';
import type { Recipient } from './notifying/recipients/recipient.ts';
import { SsmRecipients } from './notifying/recipients/ssm-recipients.ts';
import { publishMail } from './notifying/sending/publish-mail.ts';
import { resolveByDns } from './notifying/sending/resolve-name.ts';
import { send } from './notifying/sending/send-payload.ts';
import { SqsWakes } from './notifying/sqs-wakes.ts';
import { requiredEnv } from './required-env.ts';
import { Table } from './table/table.ts';

/** In ms; long enough for a slow table, since no sender is waiting. */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
/** In ms, kept of an invocation for its end: for no new post, which takes at most 5 s, and for no new request. */
const [POST_RESERVE_MS, REQUEST_RESERVE_MS] = [8_000, 1_000];

const table = new Table(new DynamoDBClient({ requestHandler }), requiredEnv('NOTIFICATIONS_TABLE'));
const sqs = new SQSClient({ requestHandler, useQueueUrlAsEndpoint: false });
const queueUrl = requiredEnv('NOTIFY_QUEUE_URL');
const boardUrl = requiredEnv('BOARD_URL');
const now = () => Date.now();
const recipients = new SsmRecipients({
  ssm: new SSMClient({ requestHandler }),
  path: requiredEnv('RECIPIENTS_PATH'),
  now,
  onUnreadable: (recipient) =>
    logFailing({ recipient, answered: 'its parameter cannot be read: npm run notify -- set' }),
});

/** The notifier's Lambda: SQS invokes it with announcements, tests, and its own wakes. */
export function handler({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const signal = AbortSignal.timeout(context.getRemainingTimeInMillis() - REQUEST_RESERVE_MS);
  setMaxListeners(0, signal); // each command in flight listens: that is no leak
  const outbox = new Outbox(table.withSignal(signal));
  return handleMessages(Records, {
    outbox,
    recipients,
    wakes: new SqsWakes({ sqs, queueUrl, outbox, now }),
    send: (recipient: Recipient, payload: Payload) =>
      send(recipient, payload, { now, publish: publishMail, lookup: resolveByDns }), // the system knows no other names here
    now,
    policy: defaultPolicy,
    boardUrl,
    hasTime: () => context.getRemainingTimeInMillis() > POST_RESERVE_MS,
    onFailing: ({ since, ...report }: FailingReport) =>
      logFailing({ ...report, since: since === null ? null : new Date(since).toISOString() }),
    onRetry: (reason) => writeLogLine({ notifyRetried: { reason } }),
    onUnhandled: (answered) => logFailing({ answered }),
  });
}

/** Writes the line that the alarm NotifyFailing counts. */
function logFailing(notifyFailing: { readonly answered: string; readonly [field: string]: unknown }): void {
  writeLogLine({ notifyFailing });
}
