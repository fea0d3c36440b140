import { withTimeout } from '../../with-timeout.ts';
import type { DeliveryOutcome, Payload } from '../notification.ts';
import type { Recipient } from '../recipients/recipient.ts';
import { AddressRefused } from './address-guard.ts';
import { describeAnswer } from './describe-answer.ts';
import { POST_TIMEOUT_MS, type PostOptions, post } from './post.ts';
import { parseRetryAfter } from './retry-after.ts';
import { signWebhook } from './sign.ts';

export interface SendDeps extends PostOptions {
  /** The time, in ms since the epoch. */
  readonly now: () => number;
  /** Publishes a mail to an SNS topic, which mails it to its subscribers; null where there is no deployment. */
  readonly publish: ((topicArn: string, subject: string, text: string) => Promise<unknown>) | null;
}

/** What one try has shown, without its time. */
type Answer = Omit<DeliveryOutcome, 'ms'>;

/** The statuses of 4xx that another message would meet as well: they say nothing about the content of this one. */
const NOT_OF_CONTENT = new Set([401, 403, 404, 408, 410, 429]);

/** Sends a payload to a recipient once, within 5 s. Never throws: whatever fails is the outcome. */
export async function send(recipient: Recipient, payload: Payload, deps: SendDeps): Promise<DeliveryOutcome> {
  const startedAt = performance.now();
  const answer = await trySend(recipient, payload, deps).catch((error) => toFailure(error, deps.timeoutMs));
  return { ...answer, ms: Math.round(performance.now() - startedAt) };
}

async function trySend(recipient: Recipient, payload: Payload, deps: SendDeps): Promise<Answer> {
  const { to: url, allowPrivate, secrets, style } = recipient;
  if (payload.kind === 'mail') return publishMail(url, payload, deps);
  const { id, body } = payload;
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'ant-media-webhooks',
    ...(style === 'envelope' && signWebhook(id, body, secrets, deps.now())),
  };
  const { status, retryAfter, body: answer } = await post({ url, headers, body, allowPrivate }, deps);
  return {
    ok: status >= 200 && status < 300,
    text: describeAnswer(status, answer, url),
    refusedContent: status >= 400 && status < 500 && !NOT_OF_CONTENT.has(status),
    retryAfterMs: parseRetryAfter(retryAfter, deps.now()),
  };
}

async function publishMail(
  topicArn: string,
  { subject, text }: Extract<Payload, { kind: 'mail' }>,
  { publish, timeoutMs = POST_TIMEOUT_MS }: SendDeps,
): Promise<Answer> {
  if (publish === null) return failure('not sent: mail needs a deployment');
  await withTimeout(timeoutMs, () => publish(topicArn, subject, text));
  return { ok: true, text: 'published to its topic', refusedContent: false, retryAfterMs: null };
}

const failure = (text: string, refusedContent = false): Answer => ({
  ok: false,
  text,
  refusedContent,
  retryAfterMs: null,
});

/** The errors by which SNS refuses a message for its content. */
const CONTENT_ERRORS = new Set(['InvalidParameterException', 'InvalidParameterValueException']);

/** Describes why there is no answer. Messages of errors may quote the URL, which may be a secret: only codes and names are told. */
function toFailure(error: unknown, timeoutMs = POST_TIMEOUT_MS): Answer {
  if (error instanceof AddressRefused) return failure(error.message);
  const { code, name, $metadata, message } = Object(error);
  if ($metadata !== undefined) return failure(`SNS answered ${name}`, CONTENT_ERRORS.has(name));
  if (typeof message === 'string' && message.startsWith('no answer within'))
    return failure(`no answer within ${timeoutMs / 1_000} s`);
  return failure(`no answer: ${code ?? name}`);
}
