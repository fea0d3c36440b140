import type { Fields } from '../stream/event.ts';
import { type Body, readBody } from './body.ts';
import { type Identities, identitiesOf, type Received } from './idempotency-key.ts';
import { maskFields } from './masking/mask.ts';
import { maskSent } from './masking/mask-sent.ts';

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
  readonly identities: Identities;
  readonly said: Said;
}

export type Said = Extract<Body, { fields: Fields }> | { readonly unreadable: string; readonly body: string };

/** Decodes a request and masks it. */
export function messageOf(received: Received): Message {
  const { app, bytes, contentType, receivedAt, address } = received;
  return { app, receivedAt, address, identities: identitiesOf(received), said: maskedBody(bytes, contentType) };
}

/** What a body said, masked. Masking again changes nothing. */
export function maskedBody(bytes: Buffer, contentType?: string): Said {
  const body = readBody(bytes, contentType);
  if ('unreadable' in body) return { ...body, body: maskSent(bytes, false) };
  return { ...body, fields: maskFields(body.fields) };
}
