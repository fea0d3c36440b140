import { type LwwRegister, mergeLww } from '../stream/lww-register.ts';
import type { Session } from '../stream/session-times.ts';
import { decideStatus, lastEventOf, type Registers, type State } from '../stream/state.ts';
import type { Health, WithAction, WithNode } from '../stream/values.ts';
import type { StoredState } from '../table/state-item.ts';

/** A live stream of which no heartbeat was received for longer than this (ms) is stale. */
const STALE_AFTER_MS = 60_000;

/** A clock (ms since the epoch) as JSON tells it. */
export function iso(at: number): string;
export function iso(at: number | null): string | null;
export function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

export type StreamJson = ReturnType<typeof toStreamJson>;

/** A stream as the contract shapes it, at a time (ms since the epoch). */
export function toStreamJson(
  app: string,
  id: string,
  { state, heartbeatReceivedAt }: Omit<StoredState, 'version'>,
  now: number,
) {
  const { registers } = state;
  const { status, inferred } = decideStatus(state);
  const session = inferred ? null : state.session;
  const lastEvent = lastEventOf(state);
  return {
    app,
    id,
    status,
    inferred,
    stale: status === 'live' && isStale(state, heartbeatReceivedAt, now),
    startedAt: iso(session?.startedAt ?? null),
    endedAt: iso(session?.endedAt ?? null),
    durationMs: session === null ? null : durationOf(session.startedAt, session.endedAt, now),
    name: registers.name?.value ?? null,
    category: registers.category?.value ?? null,
    metadata: registers.metadata?.value ?? null,
    room: registers.room?.value ?? null,
    subscriberId: registers.subscriberId?.value ?? null,
    health: registers.health ? toHealthJson(registers.health, heartbeatReceivedAt) : null,
    lastError: toLatestJson(registers.lastError),
    lastRecording: toLatestJson(registers.lastRecording),
    lastEvent: lastEvent === undefined ? null : { action: lastEvent.value.action, at: iso(lastEvent.at) },
    node: toNodeJson(registers),
  };
}

export function toSessionJson({ startedAt, endedAt, endReason }: Session, now: number) {
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
export function toHealthJson({ value, at }: LwwRegister<WithAction & WithNode & Health>, receivedAt: number | null) {
  const { node: _address, ...measured } = value;
  return { ...withoutAction({ value: measured, at }), receivedAt: iso(receivedAt) };
}

/** Where the latest started, ended or heartbeat came from. */
function toNodeJson({ lifecycle, health }: Registers): { address: string; at: string } | null {
  let node: LwwRegister<string> | undefined;
  for (const register of [lifecycle, health]) {
    if (register?.value.node !== undefined) node = mergeLww(node, { value: register.value.node, at: register.at });
  }
  return node === undefined ? null : { address: node.value, at: iso(node.at) };
}

function toLatestJson<T extends { readonly action: string }>(register: LwwRegister<T> | undefined) {
  return register === undefined ? null : withoutAction(register);
}

/** What an event brought, with its clock, and without the action that brought it. */
export function withoutAction<T extends { readonly action: string }>({ value, at }: LwwRegister<T>) {
  const { action: _told, ...values } = value;
  return { ...values, at: iso(at) };
}
