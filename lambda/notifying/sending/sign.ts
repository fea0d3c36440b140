import { createHmac } from 'node:crypto';
import type { SigningSecret } from '../recipients/recipient.ts';

/** What Standard Webhooks writes before the base64 of a secret. */
export const SECRET_PREFIX = 'whsec_';

/** The headers that sign a message, by the specification of Standard Webhooks (standardwebhooks.com). */
export interface SignatureHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * Signs a message at a time (ms since the epoch) with every secret that still signs: during a rotation a recipient may check
 * with either of two. `id` is the same for each try.
 */
export function signWebhook(
  id: string,
  body: string,
  secrets: readonly SigningSecret[],
  now: number,
): SignatureHeaders {
  const timestamp = String(Math.floor(now / 1_000));
  const active = secrets.filter(({ until }) => until === null || until > now);
  const signatures = active.map(({ secret }) => `v1,${signText(`${id}.${timestamp}.${body}`, secret)}`);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

function signText(text: string, secret: string): string {
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
  return createHmac('sha256', key).update(text).digest('base64');
}
