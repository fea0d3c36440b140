import { hmac } from '../hmac.ts';
import type { Message } from '../hook/message.ts';

/** An event that is stored outside of the table until it can be replayed. */
export interface DeferredEvent {
  readonly message: Message;
  /** The SHA-256 of its token, when the token could not be looked up: the replay looks it up. */
  readonly tokenHash?: string;
}

/** A port: stores events while the table does not. */
export interface DeferredStore {
  /** Resolves once the event is stored durably; rejects when it is not. */
  readonly defer: (deferred: DeferredEvent, signal: AbortSignal) => Promise<void>;
}

/**
 * Longer JSON (in characters) is compressed. A queue message holds 1 MiB and a log event 256 KiB, in which each quote counts
 * twice; JSON may need six characters for a byte of a body.
 */
const MAX_PLAIN_LENGTH = 100_000;

/** Writes an event as one line of ASCII, which every queue and file stores unchanged: readable JSON or, if long, gzip in base64. */
export function serializeDeferred(deferred: DeferredEvent): string {
  const json = JSON.stringify(deferred);
  const text = json.replace(/[\x7f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return text.length <= MAX_PLAIN_LENGTH ? text : zlib().gzipSync(json).toString('base64');
}

/** Reads what `serializeDeferred` wrote. Throws when the text is anything else or was cut off. */
export function parseDeferred(text: string): DeferredEvent {
  const json = text.startsWith('{') ? text : String(zlib().gunzipSync(Buffer.from(text, 'base64')));
  const { message, ...more }: DeferredEvent = JSON.parse(json);
  const said = Object(message?.said);
  if (typeof message?.app === 'string' && typeof message.receivedAt === 'number' && (said.fields ?? said.unreadable))
    return { message, ...more };
  throw new Error(`Deferred event: received ${text.slice(0, 100)}, expected what the receiver wrote.`);
}

/**
 * Signs an event (as `serializeDeferred` writes it) that only the log holds. A replay of log lines accepts no event without
 * this MAC, since a log also holds texts of strangers (decision 16).
 */
export const lostMac = (key: string, lost: string): string => hmac(key, lost);

/** Loaded only when needed, to keep cold starts short. */
const zlib = () => process.getBuiltinModule('node:zlib');
