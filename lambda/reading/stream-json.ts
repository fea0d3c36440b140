import { later, type Register } from '../stream/lww-register.ts';
import type { Session } from '../stream/session-times.ts';
import { lastEventOf, type Registers, type State, standingOf } from '../stream/state.ts';
import type { Brought, FromNode, Health } from '../stream/values.ts';
import type { Stored } from '../table/state-item.ts';

/** A live stream of which no heartbeat was received for longer than this (ms) is stale. */
const STALE_AFTER_MS = 60_000;

/** A clock (ms since the epoch) as JSON tells it. */
export function iso(at: number): string;
export function iso(at: number | null): string | null;
export function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

export type StreamJson = ReturnType<typeof streamJson>;

/** A stream as the contract shapes it, at a time (ms since the epoch). */
export function streamJson(app: string, id: string, { state, heardAt }: Omit<Stored, 'version'>, now: number) {
  const { registers } = state;
  const { status, inferred } = standingOf(state);
  const session = inferred ? null : state.session;
  const lastEvent = lastEventOf(state);
  return {
    app,
    id,
    status,
    inferred,
    stale: status === 'live' && isStale(state, heardAt, now),
    startedAt: iso(session?.startedAt ?? null),
    endedAt: iso(session?.endedAt ?? null),
    durationMs: session === null ? null : durationOf(session.startedAt, session.endedAt, now),
    name: registers.name?.value ?? null,
    category: registers.category?.value ?? null,
    metadata: registers.metadata?.value ?? null,
    room: registers.room?.value ?? null,
    subscriberId: registers.subscriberId?.value ?? null,
    health: registers.health ? healthJson(registers.health, heardAt) : null,
    lastError: happeningJson(registers.lastError),
    lastRecording: happeningJson(registers.lastRecording),
    lastEvent: lastEvent === undefined ? null : { action: lastEvent.value.action, at: iso(lastEvent.at) },
    node: nodeJson(registers),
  };
}

export function sessionJson({ startedAt, endedAt, endReason }: Session, now: number) {
  return {
    startedAt: iso(startedAt),
    endedAt: iso(endedAt),
    durationMs: durationOf(startedAt, endedAt, now),
    endReason,
  };
}

/** Null where the start was missed; a session that is open lasts until now. */
function durationOf(startedAt: number | null, endedAt: number | null, now: number): number | null {
  return startedAt === null ? null : Math.max(0, (endedAt ?? now) - startedAt);
}

/** Of a stream that is live: a heartbeat of this session is known, and the last one was received a while ago. An item that 0.2.0 wrote has the heartbeat's own clock alone. */
function isStale({ registers: { health }, session }: State, heardAt: number | null, now: number): boolean {
  if (health === undefined) return false;
  const isOfSession = session?.endedAt !== null || health.at >= (session.startedAt ?? 0);
  return isOfSession && now - (heardAt ?? health.at) > STALE_AFTER_MS;
}

/** What a heartbeat measured, when it happened by its own clock, and when the last one was received. */
export function healthJson({ value, at }: Register<Brought & FromNode & Health>, receivedAt: number | null) {
  const { node: _address, ...measured } = value;
  return { ...broughtJson({ value: measured, at }), receivedAt: iso(receivedAt) };
}

/** Where the latest started, ended or heartbeat came from. */
function nodeJson({ lifecycle, health }: Registers): { address: string; at: string } | null {
  let node: Register<string> | undefined;
  for (const register of [lifecycle, health]) {
    if (register?.value.node !== undefined) node = later(node, { value: register.value.node, at: register.at });
  }
  return node === undefined ? null : { address: node.value, at: iso(node.at) };
}

function happeningJson<T extends { readonly action: string }>(register: Register<T> | undefined) {
  return register === undefined ? null : broughtJson(register);
}

/** What an event brought, with its clock, and without the action that brought it. */
export function broughtJson<T extends { readonly action: string }>({ value, at }: Register<T>) {
  const { action: _told, ...told } = value;
  return { ...told, at: iso(at) };
}
