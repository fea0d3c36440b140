/** A version of Ant Media Server. Without a patch, such as 2.8, it means the last one. */
export type Version = readonly [major: number, minor: number, patch: number];

export type Encoding = 'form' | 'json';

/** The first and last minor version of each major version whose hooks are known. */
const KNOWN_RELEASES: Readonly<Record<string, readonly [first: number, last: number]>> = {
  1: [2, 9],
  2: [0, 17],
  3: [0, 0],
  4: [0, 0],
};

/** The known releases, for messages. */
export const knownVersions: string = Object.entries(KNOWN_RELEASES)
  .map(([major, [from, to]]) => (from === to ? `${major}.${from}` : `${major}.${from} to ${major}.${to}`))
  .join(', ');

/** Parses a version. Returns undefined for an invalid one, or one whose hooks are unknown. */
export function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch] = /^(\d+)\.(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  const [from, to] = (Object.hasOwn(KNOWN_RELEASES, major) && KNOWN_RELEASES[major]) || [];
  if (from === undefined || to === undefined || Number(minor) < from || Number(minor) > to) return undefined;
  return [Number(major), Number(minor), patch === undefined ? Number.POSITIVE_INFINITY : Number(patch)];
}

/** Whether a version is `since` (such as 2.10.0) or later. */
export function isSince([major, minor, patch]: Version, since: string): boolean {
  const [sinceMajor = 0, sinceMinor = 0, sincePatch = 0] = since.split('.').map(Number);
  return (major - sinceMajor || minor - sinceMinor || patch - sincePatch) >= 0;
}

/** The first version with each feature. */
export const first = {
  webhooks: '1.2.0',
  /** Hooks have a timestamp, and are retried. */
  timestamps: '2.9.0',
  retries: '2.9.0',
  /** JSON, and metadata as an object. */
  json: '2.10.0',
  /** The authorisation request has the publisher's token as a field of its own. */
  publishToken: '2.14.0',
  /** The parameters of the publish URL are merged into started and ended. */
  publisherParameters: '2.15.0',
  /** They become the broadcast's metadata too. */
  parametersAsMetadata: '2.16.0',
} as const;

/** The first version that sends each action. */
export const actionSince: Readonly<Record<string, string>> = {
  liveStreamStarted: '1.2.0',
  liveStreamEnded: '1.2.0',
  vodReady: '1.2.0',
  endpointFailed: '2.4.2',
  publishTimeoutError: '2.4.2',
  encoderNotOpenedError: '2.4.2',
  highResourceUsage: '2.6.2',
  playStarted: '2.10.0',
  playStopped: '2.10.0',
  subtrackAddedInTheMainTrack: '2.10.0',
  subtrackLeftTheMainTrack: '2.10.0',
  firstActiveTrackAddedInMainTrack: '2.10.0',
  noActiveSubtracksLeftInMainTrack: '2.10.0',
  liveStreamStatus: '2.12.0',
  idleTimeIsExpired: '2.15.0',
};

const errors = ['endpointFailed', 'publishTimeoutError', 'encoderNotOpenedError'];
const startAndEnd = ['liveStreamStarted', 'liveStreamEnded'];

/** Returns the first version that sends a field with an action, or undefined when none does. */
export function fieldSince(field: string, action: string): string | undefined {
  if (field === 'metadata') return errors.includes(action) ? '2.4.2' : '2.6.0';
  if (field === 'subscriberId') return startAndEnd.includes(action) ? '2.14.0' : '2.10.0';
  if (field === 'app') return action === 'liveStreamStatus' ? undefined : '2.15.0';
  return Object.hasOwn(otherFields, field) ? otherFields[field] : first.webhooks;
}

const otherFields: Readonly<Record<string, string>> = {
  vodId: '1.6.0',
  timestamp: first.timestamps,
  mainTrackId: '2.10.0',
  roomId: '2.10.0',
  dropPacketCountInIngestion: '2.13.0',
  duration: '2.15.0',
};
