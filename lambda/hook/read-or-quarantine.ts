import type { Hook } from '../stream/event.ts';
import { cutText, MAX_QUARANTINED_BYTES } from './cut.ts';
import { maskRawBody } from './masking/mask-raw-body.ts';
import { MASK } from './masking/secret-range.ts';
import type { Message } from './message.ts';
import { parseBody } from './parse-body.ts';
import { readMessage } from './read-message.ts';

/** A hook, and the message that it was read from. */
export interface ReceivedHook {
  readonly message: Message;
  readonly hook: Hook;
}

/** Interprets a message. In one that cannot be interpreted, the raw body, masked, replaces the decoded fields. */
export function readOrQuarantine(message: Message, bytes: Buffer): ReceivedHook {
  const hook = readMessage(message);
  if (hook.type !== 'unreadable') return { message, hook };
  const { said } = message;
  const masked = 'unreadable' in said ? said.body : maskRawBody(bytes, said.encoding === 'json');
  const body = cutText(masked, MAX_QUARANTINED_BYTES);
  const quarantined = { ...message, said: { unreadable: hook.reason, body: isReadable(message, body) ? MASK : body } };
  return { message: quarantined, hook: readMessage(quarantined) };
}

/** Whether masking or cutting gave a body a meaning that it did not have when it was received: a replay must not find one. */
function isReadable(message: Message, body: string): boolean {
  const parsed = parseBody(Buffer.from(body));
  if ('unreadable' in parsed) return false;
  return readMessage({ ...message, said: parsed }).type !== 'unreadable';
}
