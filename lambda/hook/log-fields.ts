import type { Hook } from '../stream/event.ts';

/** What the log tells of a hook. */
export interface HookLogFields {
  readonly action?: string;
  /** A stream's id, or a server's host. */
  readonly id?: string;
  /** How much later than its own clock it came, in ms. */
  readonly lagMs?: number;
  /** Why it was refused, or could not be read. */
  readonly reason?: string;
}

export function logFieldsOf(hook: Hook): HookLogFields {
  if (hook.type === 'unreadable') return { reason: hook.reason };
  const lagMs = hook.receivedAt - hook.at;
  return hook.type === 'server'
    ? { action: hook.kind, id: hook.host, lagMs }
    : { action: hook.action, id: hook.id, lagMs };
}
