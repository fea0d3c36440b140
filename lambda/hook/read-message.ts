import type { Hook, UnreadableHook } from '../stream/event.ts';
import { cutText, MAX_QUARANTINED_BYTES } from './cut.ts';
import { clockOf } from './idempotency-key.ts';
import { interpret } from './interpret.ts';
import type { Message } from './message.ts';

/** What a message means. */
export function readMessage(message: Message): Hook {
  const { app, receivedAt, address, identities, said } = message;
  if ('unreadable' in said) return toUnreadable(message, said.unreadable, said.body);
  const clock = clockOf(said.fields, receivedAt);
  const idempotencyKey = clock.at === undefined && !clock.fastClock ? identities.ofRequest : identities.ofBytes;
  const kept = { app, receivedAt, at: receivedAt, ...clock, idempotencyKey, ...(address !== undefined && { address }) };
  const hook = interpret(said.fields, kept);
  return typeof hook === 'string' ? toUnreadable(message, hook, JSON.stringify(said.fields)) : hook;
}

function toUnreadable({ app, receivedAt, address, identities }: Message, reason: string, body: string): UnreadableHook {
  const { ofRequest: idempotencyKey, ofBytes: idempotencyKeyOfBytes } = identities;
  const kept = { app, receivedAt, idempotencyKey, idempotencyKeyOfBytes, ...(address !== undefined && { address }) };
  return { type: 'unreadable', ...kept, reason, body: cutText(body, MAX_QUARANTINED_BYTES) };
}
