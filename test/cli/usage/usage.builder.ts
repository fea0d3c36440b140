import type { UsageSession } from '../../../cli/usage/usage-session.ts';

/** Builds a session of LiveApp/cam-1 that ended, or of another stream; times are ms since the epoch or ISO 8601. */
export function buildSession(
  startedAt: number | string | null,
  endedAt: number | string | null,
  overrides: Partial<UsageSession> = {},
): UsageSession {
  return {
    app: 'LiveApp',
    id: 'cam-1',
    streamName: null,
    startedAt: toMs(startedAt),
    endedAt: toMs(endedAt),
    endReason: endedAt === null ? null : 'ended',
    ...overrides,
  };
}

const toMs = (time: number | string | null): number | null => (typeof time === 'string' ? Date.parse(time) : time);
