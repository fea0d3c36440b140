import type { Hook, Unreadable } from '../stream/hook.ts';
import { cutText, MAX_BODY } from './cut.ts';
import { clockOf } from './identity.ts';
import { interpret } from './interpret.ts';
import type { Message } from './message.ts';

/** What a message means. */
export function hookOf(message: Message): Hook {
  const { app, receivedAt, identities, said } = message;
  if ('unreadable' in said) return unreadable(message, said.unreadable, said.body);
  const timestamp = clockOf(said.fields, receivedAt);
  const identity = timestamp === undefined ? identities.ofRequest : identities.ofBytes;
  const hook = interpret(said.fields, { app, receivedAt, at: timestamp ?? receivedAt, identity });
  return typeof hook === 'string' ? unreadable(message, hook, JSON.stringify(said.fields)) : hook;
}

function unreadable({ app, receivedAt, identities }: Message, reason: string, body: string): Unreadable {
  const { ofRequest: identity, ofBytes: identityOfBytes } = identities;
  return { about: 'nothing', app, receivedAt, identity, identityOfBytes, reason, body: cutText(body, MAX_BODY) };
}
