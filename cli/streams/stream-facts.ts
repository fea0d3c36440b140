import { formatDuration, formatTimeWithUtc } from '../../words/time.ts';
import type { StreamDetail } from './fetch-streams.ts';
import { formatError, formatVideo } from './status-words.ts';

/** What is known of a stream, by name; what is not known is left out. */
export function factsOf(stream: StreamDetail, now: number): [name: string, text: string][] {
  const { name, category, metadata, room, subscriberId, startedAt, endedAt, durationMs, lastError, lastEvent } = stream;
  const facts: [string, string | null][] = [
    ['Name', name],
    ['Category', category],
    ['Metadata', typeof metadata === 'string' || metadata === null ? metadata : JSON.stringify(metadata)],
    ['Room', room],
    ['Subscriber', subscriberId],
    ['Started', startedAt && formatTimeWithUtc(startedAt, now)],
    ['Ended', endedAt && formatTimeWithUtc(endedAt, now)],
    ['Duration', durationMs === null ? null : formatDuration(durationMs)],
    ['Health', formatHealth(stream, now)],
    ['Node', stream.node?.address ?? null],
    ['Last error', lastError && `${formatError(stream)}, ${formatTimeWithUtc(lastError.at, now)}`],
    ['Last event', lastEvent && `${lastEvent.action}, ${formatTimeWithUtc(lastEvent.at, now)}`],
  ];
  return facts.flatMap(([fact, text]) => (text === null || text === '' ? [] : [[fact, text]]));
}

function formatHealth(stream: StreamDetail, now: number): string | null {
  const { health } = stream;
  if (health === null) return null;
  const { totalByteReceived: bytes, dropFrameCountInEncoding: frames, dropPacketCountInIngestion: packets } = health;
  const facts = [
    formatVideo(stream),
    bytes === null ? null : `${(bytes / 1e6).toFixed(1)} MB`,
    packets === null ? null : `packets lost ${packets}`,
    frames === null ? null : `frames dropped ${frames}`,
    formatTimeWithUtc(health.at, now),
  ];
  return facts.filter(Boolean).join(', ');
}
