import { type DescriptiveName, descriptiveNames } from '../stream/fields.ts';
import { type LwwRegister, mergeLww } from '../stream/lww-register.ts';
import type { Session } from '../stream/session-times.ts';
import { isStale } from '../stream/silence.ts';
import { decideStatus, lastEventOf, newestSessionOf, type Registers } from '../stream/state.ts';
import type { DescriptiveFields, Health, WithAction, WithNode } from '../stream/values.ts';
import type { StoredState } from '../table/rows/state-row.ts';

/** Formats a clock (ms since the epoch) as ISO 8601. */
export function iso(at: number): string;
export function iso(at: number | null): string | null;
export function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

export type StreamJson = ReturnType<typeof toStreamJson>;

/** Returns a stream as the API shows it at a time (ms since the epoch). */
export function toStreamJson(
  app: string,
  id: string,
  { state, heartbeatReceivedAt }: Omit<StoredState, 'version'>,
  now: number,
) {
  const { registers } = state;
  const { status, inferred } = decideStatus(state);
  const session = newestSessionOf(state);
  const lastEvent = lastEventOf(state);
  return {
    app,
    id,
    status,
    inferred,
    stale: isStale(state, heartbeatReceivedAt, now),
    startedAt: iso(session?.startedAt ?? null),
    endedAt: iso(session?.endedAt ?? null),
    durationMs: session === null ? null : durationOf(session.startedAt, session.endedAt, now),
    ...toDescriptionJson(registers),
    health: registers.health ? toHealthJson(registers.health, heartbeatReceivedAt) : null,
    lastError: toLatestJson(registers.lastError),
    lastRecording: toLatestJson(registers.lastRecording),
    lastEvent: lastEvent === undefined ? null : { action: lastEvent.value.action, at: iso(lastEvent.at) },
    node: toNodeJson(registers),
  };
}

export function toDescriptionJson(registers: Registers) {
  const entries = descriptiveNames.map((name) => [name, registers[name]?.value ?? null]);
  return Object.fromEntries(entries) as { [F in DescriptiveName]: DescriptiveFields[F] | null }; // its entries are these names
}

export function toSessionJson({ startedAt, endedAt, endReason }: Session, now: number) {
  return {
    startedAt: iso(startedAt),
    endedAt: iso(endedAt),
    durationMs: durationOf(startedAt, endedAt, now),
    endReason,
  };
}

/** Null when the start was missed; an open session lasts until now. */
function durationOf(startedAt: number | null, endedAt: number | null, now: number): number | null {
  return startedAt === null ? null : Math.max(0, (endedAt ?? now) - startedAt);
}

/** Returns what a heartbeat measured, with its own clock and the time when the last one was received. */
export function toHealthJson({ value, at }: LwwRegister<WithAction & WithNode & Health>, receivedAt: number | null) {
  const { node: _address, ...measured } = value;
  return { ...withoutAction({ value: measured, at }), receivedAt: iso(receivedAt) };
}

/** Returns the origin of the latest started, ended or heartbeat. */
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

/** Returns the value of a register with its clock, without the action that set it. */
export function withoutAction<T extends { readonly action: string }>({ value, at }: LwwRegister<T>) {
  const { action: _action, ...values } = value;
  return { ...values, at: iso(at) };
}
