import type { Hook } from '../stream/event.ts';

/** The fields of a log line that describe a hook. */
export interface HookLogFields {
  readonly action?: string;
  /** A stream's id, or a server's host. */
  readonly id?: string;
  /** Time from the event's own timestamp to its receipt, in ms. */
  readonly lagMs?: number;
  /** The reason for a refusal, or for a body that could not be read. */
  readonly reason?: string;
}

export function logFieldsOf(hook: Hook): HookLogFields {
  if (hook.type === 'unreadable') return { reason: hook.reason };
  const lagMs = hook.receivedAt - hook.at;
  return hook.type === 'server'
    ? { action: hook.kind, id: hook.host, lagMs }
    : { action: hook.action, id: hook.id, lagMs };
}
