import { createHmac } from 'node:crypto';
import { type EventEnvelope, type HookFields, MAX_RETRY_MS } from '../stream/event.ts';
import { jsonField } from './field-values.ts';

/** A request as it came, before anything of it is believed. */
export interface HookRequest {
  /** The namespace that the URL names: never the body's own `app`. */
  readonly app: string;
  /** The token that the URL carries. */
  readonly token: string;
  readonly bytes: Buffer;
  readonly contentType: string | undefined;
  /** In ms since the epoch. */
  readonly receivedAt: number;
  /** API Gateway's id of the request. */
  readonly requestId: string;
  /** The address that it came from. */
  readonly address: string;
}

/** What an event may be known by; which of the two it is, its clock decides. */
export interface IdempotencyKeys {
  /** A retry is byte-identical, and a clock makes the bytes of two events differ. */
  readonly ofBytes: string;
  /** Without a clock, each request is an event. */
  readonly ofRequest: string;
}

/** No release sent timestamps before 2024-01-01T00:00:00Z: an earlier one is a publisher's parameter, in seconds, or a dead clock. */
const MIN_TIMESTAMP = Date.UTC(2024, 0, 1);
/** A timestamp further ahead of the clock than this (ms) is forged or broken: followed, it would freeze the state. */
const MAX_AHEAD_MS = 120_000;
/** A clock that is ahead by no more than this (ms) is fast: a retry of its hook comes with the same one. */
const MAX_FAST_CLOCK_MS = 86_400_000;
/** 132 bits of a MAC: short in a key, and no two hooks share it. */
const KEY_LENGTH = 22;

/** When an event happened, as far as its own clock can be followed. */
export interface EventClock extends Pick<EventEnvelope, 'fastClock'> {
  /** In ms since the epoch; undefined when its own clock cannot be followed. */
  readonly at?: number;
}

/** The clock of an event; it is none when it is absent, unreadable, before 2024 or too far ahead. */
export function clockOf(fields: HookFields, receivedAt: number): EventClock {
  const value = jsonField(fields, 'timestamp');
  const at = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof at !== 'number' || !Number.isInteger(at) || at < MIN_TIMESTAMP) return {};
  const aheadMs = at - receivedAt;
  if (aheadMs <= MAX_AHEAD_MS) return { at, ...(aheadMs > MAX_AHEAD_MS - MAX_RETRY_MS && { fastClock: true }) };
  return aheadMs <= MAX_FAST_CLOCK_MS ? { fastClock: true } : {};
}

/**
 * Of the bytes as they were received: what is kept of them is masked, and could be alike. Keyed by the URL's token, which is
 * stored nowhere, so that nobody who sees an identity can test a guess at what is masked.
 */
export function idempotencyKeysOf({ app, token, bytes, requestId }: HookRequest): IdempotencyKeys {
  const ofBytes = hmac(token, Buffer.concat([Buffer.from(`${app}\0`), bytes]));
  return { ofBytes, ofRequest: hmac(token, Buffer.from(`${ofBytes}\0${requestId}`)) };
}

const hmac = (key: string, data: Buffer): string =>
  createHmac('sha256', key).update(data).digest('base64url').slice(0, KEY_LENGTH);
