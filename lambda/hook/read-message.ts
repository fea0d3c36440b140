import type { Hook, UnreadableHook } from '../stream/event.ts';
import { cutText, MAX_QUARANTINED_BYTES } from './cut.ts';
import { clockOf } from './event-clock.ts';
import { interpret } from './interpret.ts';
import type { Message } from './message.ts';

/** Interprets a message: an event of a stream or of a server, or why it is neither. */
export function readMessage(message: Message): Hook {
  const { identities, said, ...envelope } = message;
  if ('unreadable' in said) return toUnreadable(message, said.unreadable, said.body);
  const clock = clockOf(said.fields, envelope.receivedAt);
  const idempotencyKey = clock.at === undefined && !clock.fastClock ? identities.ofRequest : identities.ofBytes;
  const hook = interpret(said.fields, { ...envelope, at: envelope.receivedAt, ...clock, idempotencyKey });
  return typeof hook === 'string' ? toUnreadable(message, hook, JSON.stringify(said.fields)) : hook;
}

function toUnreadable({ identities, said: _, ...envelope }: Message, reason: string, body: string): UnreadableHook {
  return {
    type: 'unreadable',
    ...envelope,
    idempotencyKey: identities.ofRequest,
    idempotencyKeyOfBytes: identities.ofBytes,
    reason,
    body: cutText(body, MAX_QUARANTINED_BYTES),
  };
}
