import type { Hook } from '../stream/event.ts';
import { cutText, MAX_QUARANTINED_BYTES } from './cut.ts';
import { maskRawBody } from './masking/mask-raw-body.ts';
import { MASK } from './masking/secret-range.ts';
import type { Message } from './message.ts';
import { parseBody } from './parse-body.ts';
import { readMessage } from './read-message.ts';

/** A message, and what it means. */
export interface ReceivedHook {
  readonly message: Message;
  readonly hook: Hook;
}

/** Reads what a message means; of one that means nothing the bytes are kept as they were sent, but masked. */
export function readOrQuarantine(message: Message, bytes: Buffer): ReceivedHook {
  const hook = readMessage(message);
  if (hook.type !== 'unreadable') return { message, hook };
  const { said } = message;
  const body = 'unreadable' in said ? said.body : maskRawBody(bytes, said.encoding === 'json');
  const kept = cutText(body, MAX_QUARANTINED_BYTES);
  const unread = { ...message, said: { unreadable: hook.reason, body: isReadable(message, kept) ? MASK : kept } };
  return { message: unread, hook: readMessage(unread) };
}

/** Whether a body means something when it is read again, only because it is masked, or cut. */
function isReadable(message: Message, body: string): boolean {
  const read = parseBody(Buffer.from(body));
  if ('unreadable' in read) return false;
  return readMessage({ ...message, said: read }).type !== 'unreadable';
}
