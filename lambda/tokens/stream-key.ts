import { type KeyUse, keyUses } from '../stream/refusal.ts';

/** The purposes of a key. */
export const keyPurposes = [...keyUses, 'both'] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

/** The stream of a key for every stream of its app. */
export const EVERY_STREAM = '*';

/** The start of a key: by it a key is recognised where it must not stand. */
export const STREAM_KEY_START = 'amk_';

/** A stored key of a publisher or a player: its hash, never the key itself. */
export interface StreamKey {
  /** SHA-256 of the key, in base64url. */
  readonly hash: string;
  readonly app: string;
  /** The id of one stream, a prefix with `*` behind it, such as `studio-*`, or `*`. In ASCII. */
  readonly stream: string;
  readonly use: KeyPurpose;
  readonly label: string;
  /** In ms since the epoch. */
  readonly createdAt: number;
  /** In ms since the epoch; null when it is valid from its creation. */
  readonly from: number | null;
  /** In ms since the epoch; null when it does not expire. */
  readonly expires: number | null;
  /** The start of the hour of its last use, in ms since the epoch; null before the first one. */
  readonly lastUsedAt: number | null;
  /** The number of times that it let somebody in, at least: a process that dies may not have written its last ones. */
  readonly allowed: number;
}

/** Whether a key is for a use of an app; one that is not is treated as one that does not exist. */
export const isKeyFor = ({ app, use }: StreamKey, wantedApp: string, wantedUse: KeyUse): boolean =>
  app === wantedApp && (use === 'both' || use === wantedUse);

/** Whether a key is for a stream. */
export function coversStream({ stream }: StreamKey, id: string): boolean {
  return stream.endsWith(EVERY_STREAM) ? id.startsWith(stream.slice(0, -1)) : stream === id;
}

/** Whether a key is past its validity at a time (ms since the epoch). */
export const isKeyExpired = ({ expires }: StreamKey, now: number): boolean => expires !== null && expires <= now;

/** Whether the validity of a key has not begun at a time (ms since the epoch). */
export const isNotYetValid = ({ from }: StreamKey, now: number): boolean => from !== null && now < from;
