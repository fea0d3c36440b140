import type { Fields, Hook, Unreadable } from '../stream/hook.ts';
import { readBody, textOfBytes, writeBody } from './body.ts';
import { cutText, MAX_BODY } from './cut.ts';
import { clockOf, identityOf, type Received } from './identity.ts';
import { interpret } from './interpret.ts';
import { maskJson, maskUnreadable } from './mask.ts';

/** Decodes a hook: what arrived, as plain data, with every secret masked. */
export function readHook(received: Received): Hook {
  const { app, bytes, receivedAt } = received;
  const body = readBody(bytes, received.contentType);
  if ('unreadable' in body) return unreadable(received, body.unreadable, maskUnreadable(textOfBytes(bytes)));
  const fields = maskJson(body.fields) as Fields; // an object stays an object
  const timestamp = clockOf(fields, receivedAt);
  const kept = {
    app,
    receivedAt,
    at: timestamp ?? receivedAt,
    identity: identityOf(received, timestamp !== undefined),
  };
  const hook = interpret(fields, kept);
  return typeof hook === 'string' ? unreadable(received, hook, writeBody(fields, body.encoding)) : hook;
}

function unreadable(received: Received, reason: string, body: string): Unreadable {
  const { app, receivedAt } = received;
  const identity = identityOf(received, false);
  return { about: 'nothing', app, receivedAt, identity, reason, body: cutText(body, MAX_BODY) };
}
