import type { StreamJson } from '../lambda/reading/stream-json.ts';
import { pluralize } from '../lambda/text/pluralize.ts';

type HealthJson = NonNullable<StreamJson['health']>;

/** The health of the current session; null while the latest heartbeat of a live stream is from an earlier one. */
export function currentHealth({ status, startedAt, health }: StreamJson): HealthJson | null {
  return status === 'live' && startedAt !== null && health !== null && health.at < startedAt ? null : health;
}

/** Returns when a heartbeat came, ISO 8601: by the receiver's clock where that is known, since the media server's may be wrong. */
export const heardAt = ({ at, receivedAt }: HealthJson): string => receivedAt ?? at;

/** The size of the picture, such as `1280×720`; null unless both sides are known. */
export function formatResolution(stream: StreamJson): string | null {
  const { width = null, height = null } = currentHealth(stream) ?? {};
  return width === null || height === null ? null : `${width}×${height}`;
}

/** Formats the processing speed, such as `1.00×`: below that it falls behind. */
export const formatSpeed = (speed: number): string => `${speed.toFixed(2)}×`;

/** Formats bits per second. */
export function formatBitrate(bitrate: number): string {
  if (bitrate < 1_000_000) return `${Math.round(bitrate / 1_000)} kbit/s`;
  return `${(bitrate / 1_000_000).toFixed(2)} Mbit/s`;
}

/** The frames dropped in encoding and the packets lost in ingestion, such as `3 frames` and `1 packet`; `–` where unknown. */
export function droppedCounts({ dropFrameCountInEncoding: frames, dropPacketCountInIngestion: packets }: HealthJson) {
  return [pluralize(frames ?? '–', 'frame'), pluralize(packets ?? '–', 'packet')] as const;
}
