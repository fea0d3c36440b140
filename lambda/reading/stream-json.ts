import type { Register } from '../stream/register.ts';
import type { Session } from '../stream/sessions.ts';
import { lastEventOf, type State, standingOf } from '../stream/state.ts';

/** A live stream whose heartbeats stay away for longer than this (ms) is stale. */
const STALE_AFTER_MS = 60_000;

/** A clock (ms since the epoch) as JSON tells it. */
export function iso(at: number): string;
export function iso(at: number | null): string | null;
export function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

export type StreamJson = ReturnType<typeof streamJson>;

/** A stream as the contract shapes it, at a time (ms since the epoch). */
export function streamJson(app: string, id: string, state: State, now: number) {
  const { registers } = state;
  const { status, inferred } = standingOf(state);
  const session = inferred ? null : state.session;
  const lastEvent = lastEventOf(state);
  return {
    app,
    id,
    status,
    inferred,
    stale: status === 'live' && isStale(state, now),
    startedAt: iso(session?.startedAt ?? null),
    endedAt: iso(session?.endedAt ?? null),
    durationMs: session === null ? null : durationOf(session.startedAt, session.endedAt, now),
    name: registers.name?.value ?? null,
    category: registers.category?.value ?? null,
    metadata: registers.metadata?.value ?? null,
    room: registers.room?.value ?? null,
    subscriberId: registers.subscriberId?.value ?? null,
    health: happeningJson(registers.health),
    lastError: happeningJson(registers.lastError),
    lastRecording: happeningJson(registers.lastRecording),
    lastEvent: lastEvent === undefined ? null : { action: lastEvent.value.action, at: iso(lastEvent.at) },
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

function isStale({ registers, session }: State, now: number): boolean {
  const { health } = registers;
  const startedAt = session !== null && session.endedAt === null ? (session.startedAt ?? 0) : 0;
  return health !== undefined && now - Math.max(health.at, startedAt) > STALE_AFTER_MS;
}

function happeningJson<T extends { readonly action: string }>(register: Register<T> | undefined) {
  return register === undefined ? null : broughtJson(register);
}

/** What an event brought, with its clock, and without the action that brought it. */
export function broughtJson<T extends { readonly action: string }>({ value, at }: Register<T>) {
  const { action: _told, ...told } = value;
  return { ...told, at: iso(at) };
}
