import type { HookFields } from '../stream/event.ts';
import { type HookRequest, type IdempotencyKeys, idempotencyKeysOf } from './idempotency-key.ts';
import { maskFields } from './masking/mask.ts';
import { maskRawBody } from './masking/mask-raw-body.ts';
import { type ParsedBody, parseBody } from './parse-body.ts';

/**
 * What a request said, with every secret masked: plain data, from which alone `hookOf` tells what it means. So it can
 * wait somewhere and be understood later, and an event that waited is no other than one that did not.
 */
export interface Message {
  readonly app: string;
  /** In ms since the epoch. */
  readonly receivedAt: number;
  /** The address it came from; absent in what waits since 0.2.0. */
  readonly address?: string;
  readonly identities: IdempotencyKeys;
  readonly said: MaskedBody;
}

export type MaskedBody =
  | Extract<ParsedBody, { fields: HookFields }>
  | { readonly unreadable: string; readonly body: string };

/** Decodes a request and masks it. */
export function toMessage(request: HookRequest): Message {
  const { app, bytes, contentType, receivedAt, address } = request;
  return { app, receivedAt, address, identities: idempotencyKeysOf(request), said: parseAndMask(bytes, contentType) };
}

/** What a body said, masked. Masking again changes nothing. */
export function parseAndMask(bytes: Buffer, contentType?: string): MaskedBody {
  const body = parseBody(bytes, contentType);
  if ('unreadable' in body) return { ...body, body: maskRawBody(bytes, false) };
  return { ...body, fields: maskFields(body.fields) };
}
