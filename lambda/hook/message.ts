import type { HookFields } from '../stream/event.ts';
import type { HookRequest } from './hook-request.ts';
import { type IdempotencyKeys, idempotencyKeysOf } from './idempotency-key.ts';
import { maskFields } from './masking/mask.ts';
import { maskRawBody } from './masking/mask-raw-body.ts';
import { type ParsedBody, parseBody } from './parse-body.ts';

/**
 * A decoded request with every secret masked. It is plain data, and `readMessage` needs nothing else to interpret it: so it can
 * be deferred and read later with the same result. Its property names are those of the deferred queue's messages.
 */
export interface Message {
  readonly app: string;
  /** In ms since the epoch. */
  readonly receivedAt: number;
  /** The IP address of the sender; absent in events that release 0.2.0 deferred. */
  readonly address?: string;
  readonly identities: IdempotencyKeys;
  readonly said: MaskedBody;
}

export type MaskedBody =
  | Extract<ParsedBody, { fields: HookFields }>
  | { readonly unreadable: string; readonly body: string };

/** Decodes and masks a request. */
export function toMessage(request: HookRequest): Message {
  const { app, bytes, contentType, receivedAt, address } = request;
  return { app, receivedAt, address, identities: idempotencyKeysOf(request), said: parseAndMask(bytes, contentType) };
}

/** Parses a body and masks its secrets. Idempotent: masking a masked body changes nothing. */
export function parseAndMask(bytes: Buffer, contentType?: string): MaskedBody {
  const body = parseBody(bytes, contentType);
  if ('unreadable' in body) return { ...body, body: maskRawBody(bytes, false) };
  return { ...body, fields: maskFields(body.fields) };
}
