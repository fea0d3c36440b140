import type { Hook } from '../stream/event.ts';
import { readBody } from './body.ts';
import { cutText, MAX_BODY } from './cut.ts';
import { maskSent } from './masking/mask-sent.ts';
import { MASK } from './masking/spans.ts';
import type { Message } from './message.ts';
import { hookOf } from './read-message.ts';

/** A message, and what it means. */
export interface Understood {
  readonly message: Message;
  readonly hook: Hook;
}

/** Reads what a message means; of one that means nothing the bytes are kept as they were sent, but masked. */
export function understand(message: Message, bytes: Buffer): Understood {
  const hook = hookOf(message);
  if (hook.about !== 'nothing') return { message, hook };
  const { said } = message;
  const body = 'unreadable' in said ? said.body : maskSent(bytes, said.encoding === 'json');
  const kept = cutText(body, MAX_BODY);
  const unread = { ...message, said: { unreadable: hook.reason, body: isUnderstood(message, kept) ? MASK : kept } };
  return { message: unread, hook: hookOf(unread) };
}

/** Whether a body means something when it is read again, only because it is masked, or cut. */
function isUnderstood(message: Message, body: string): boolean {
  const read = readBody(Buffer.from(body));
  if ('unreadable' in read) return false;
  return hookOf({ ...message, said: read }).about !== 'nothing';
}
