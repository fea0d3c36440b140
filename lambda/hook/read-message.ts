import type { Hook, Unreadable } from '../stream/event.ts';
import { cutText, MAX_BODY } from './cut.ts';
import { clockOf } from './idempotency-key.ts';
import { interpret } from './interpret.ts';
import type { Message } from './message.ts';

/** What a message means. */
export function hookOf(message: Message): Hook {
  const { app, receivedAt, address, identities, said } = message;
  if ('unreadable' in said) return unreadable(message, said.unreadable, said.body);
  const clock = clockOf(said.fields, receivedAt);
  const identity = clock.at === undefined && !clock.fastClock ? identities.ofRequest : identities.ofBytes;
  const kept = { app, receivedAt, at: receivedAt, ...clock, identity, ...(address !== undefined && { address }) };
  const hook = interpret(said.fields, kept);
  return typeof hook === 'string' ? unreadable(message, hook, JSON.stringify(said.fields)) : hook;
}

function unreadable({ app, receivedAt, address, identities }: Message, reason: string, body: string): Unreadable {
  const { ofRequest: identity, ofBytes: identityOfBytes } = identities;
  const kept = { app, receivedAt, identity, identityOfBytes, ...(address !== undefined && { address }) };
  return { about: 'nothing', ...kept, reason, body: cutText(body, MAX_BODY) };
}
