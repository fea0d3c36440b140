import { createHash } from 'node:crypto';
import type { Fields } from '../stream/hook.ts';
import { jsonOf } from './fields.ts';

/** A request as it came, before anything of it is believed. */
export interface Received {
  /** The namespace that the URL names: never the body's own `app`. */
  readonly app: string;
  readonly bytes: Buffer;
  readonly contentType: string | undefined;
  /** In ms since the epoch. */
  readonly receivedAt: number;
  /** API Gateway's id of the request. */
  readonly requestId: string;
}

/** A timestamp further ahead of the clock than this (ms) is forged or broken: followed, it would freeze the state. */
const MAX_AHEAD_MS = 120_000;
/** 132 bits of SHA-256: short in a key, and no two hooks share it. */
const IDENTITY_LENGTH = 22;

/** The event's own clock; undefined when it has none that can be used. */
export function clockOf(fields: Fields, receivedAt: number): number | undefined {
  const value = jsonOf(fields, 'timestamp');
  const at = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  const usable = typeof at === 'number' && Number.isInteger(at) && at >= 0 && at <= receivedAt + MAX_AHEAD_MS;
  return usable ? at : undefined;
}

/** A retry is byte-identical, and a clock makes the bytes of two events differ; without one, each request is an event. */
export function identityOf({ app, bytes, requestId }: Received, clocked: boolean): string {
  const hash = createHash('sha256').update(app).update('\0').update(bytes);
  if (!clocked) hash.update('\0').update(requestId);
  return hash.digest('base64url').slice(0, IDENTITY_LENGTH);
}
