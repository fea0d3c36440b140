import type { Message } from '../hook/message.ts';

/** An event that waits outside of the table. */
export interface DeferredEvent {
  readonly message: Message;
  /** The SHA-256 of the token that came with it, where the table of tokens could not tell what it is good for: the replay asks. */
  readonly tokenHash?: string;
}

/** Where events wait while the table does not take them. */
export interface DeferredStore {
  /** Resolves once the event is kept for sure. Throws when it is not. */
  readonly defer: (deferred: DeferredEvent, signal: AbortSignal) => Promise<void>;
}

/**
 * Longer JSON (characters) is packed: a queue takes a million, a log 256 KiB in one event, where each quote in it counts
 * twice, and JSON may need six for a byte of a body.
 */
const MAX_PLAIN_LENGTH = 100_000;

/** One line of ASCII, which every queue and every file keeps as it is: JSON that a person can read, or, where that is long, the same packed. */
export function serializeDeferred(deferred: DeferredEvent): string {
  const json = JSON.stringify(deferred);
  const text = json.replace(/[\x7f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return text.length <= MAX_PLAIN_LENGTH ? text : zlib().gzipSync(json).toString('base64');
}

/** Throws when it is no text of `deferredText`, or was cut off. */
export function parseDeferred(text: string): DeferredEvent {
  const { message, ...more }: DeferredEvent = JSON.parse(
    text.startsWith('{') ? text : String(zlib().gunzipSync(Buffer.from(text, 'base64'))),
  );
  const said = Object(message?.said);
  if (typeof message?.app === 'string' && typeof message.receivedAt === 'number' && (said.fields ?? said.unreadable))
    return { message, ...more };
  throw new Error(`Deferred event: received ${text.slice(0, 100)}, expected what the receiver wrote.`);
}

/** Loaded when it is needed: a cold start would pay for it. */
const zlib = () => process.getBuiltinModule('node:zlib');
