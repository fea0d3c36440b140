import type { ServerKind } from '../lambda/stream/event.ts';

const alarmNames: Record<ServerKind, string> = {
  highResourceUsage: 'High resource usage',
  unexpectedServerShutdown: 'Unexpected shutdown',
};

/** The name of what a media server reports about itself. */
export const alarmName = (kind: ServerKind): string => alarmNames[kind];
