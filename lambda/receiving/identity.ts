import { hash } from 'node:crypto';
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

/** What an event may be known by; which of the two it is, its clock decides. */
export interface Identities {
  /** A retry is byte-identical, and a clock makes the bytes of two events differ. */
  readonly ofBytes: string;
  /** Without a clock, each request is an event. */
  readonly ofRequest: string;
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

/** Of the bytes as they were received: what is kept of them is masked, and could be alike. */
export function identitiesOf({ app, bytes, requestId }: Received): Identities {
  const sent = Buffer.concat([Buffer.from(`${app}\0`), bytes]);
  return { ofBytes: short(sent), ofRequest: short(Buffer.concat([sent, Buffer.from(`\0${requestId}`)])) };
}

const short = (data: Buffer): string => hash('sha256', data, 'base64url').slice(0, IDENTITY_LENGTH);
