import { clockText } from './clock-text.ts';
import { type Judgement, readValueOf } from './judge-status.ts';
import { seenApps } from './seen-apps.ts';
import type { PartName, StatusParts } from './status-parts.ts';

/**
 * Returns the output of --json: the judgement and every part, null where it was not read. `unreadable` has the reasons of
 * those that should be there, and `absent` of those that this receiver does not have. `now` is in ms since the epoch.
 */
export function toStatusJson(receiver: string, parts: StatusParts, judgement: Judgement, now: number) {
  const hooks = readValueOf(parts.hooks);
  return {
    receiver,
    at: new Date(now).toISOString(),
    apps: seenApps(parts),
    ...judgement,
    absent: absentReasons(parts),
    alarms: readValueOf(parts.alarms) ?? null,
    counts: readValueOf(parts.counts) ?? null,
    hooks: hooks === undefined ? null : { ...hooks, nodes: hooks.nodes.map((node) => ({ ...node, clock: clockText(node) })) }, // biome-ignore format: a part a line
    deferred: readValueOf(parts.deferred) ?? null,
    announcements: readValueOf(parts.announcements) ?? null,
    notifications: readValueOf(parts.notifications) ?? null,
    errors: readValueOf(parts.errors) ?? null,
    refusals: readValueOf(parts.refusals) ?? null,
  };
}

const absentReasons = (parts: StatusParts): { [P in PartName]?: string } =>
  Object.fromEntries(
    Object.entries(parts).flatMap(([name, part]) => (part.kind === 'absent' ? [[name, part.reason]] : [])),
  );
