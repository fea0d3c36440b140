import { bothTimes, duration } from '../../terminal/local-time.ts';
import type { StreamDetail } from './ask-receiver.ts';
import { errorWords, videoWords } from './status-words.ts';

/** What is known of a stream, by name; what is not known is left out. */
export function factsOf(stream: StreamDetail, now: number): [name: string, text: string][] {
  const { name, category, metadata, room, subscriberId, startedAt, endedAt, durationMs, lastError, lastEvent } = stream;
  const facts: [string, string | null][] = [
    ['Name', name],
    ['Category', category],
    ['Metadata', typeof metadata === 'string' || metadata === null ? metadata : JSON.stringify(metadata)],
    ['Room', room],
    ['Subscriber', subscriberId],
    ['Started', startedAt && bothTimes(startedAt, now)],
    ['Ended', endedAt && bothTimes(endedAt, now)],
    ['Duration', durationMs === null ? null : duration(durationMs)],
    ['Health', healthWords(stream, now)],
    ['Node', stream.node?.address ?? null],
    ['Last error', lastError && `${errorWords(stream)}, ${bothTimes(lastError.at, now)}`],
    ['Last event', lastEvent && `${lastEvent.action}, ${bothTimes(lastEvent.at, now)}`],
  ];
  return facts.flatMap(([fact, text]) => (text === null || text === '' ? [] : [[fact, text]]));
}

function healthWords(stream: StreamDetail, now: number): string | null {
  const { health } = stream;
  if (health === null) return null;
  const { totalByteReceived: bytes, dropFrameCountInEncoding: frames, dropPacketCountInIngestion: packets } = health;
  const words = [
    videoWords(stream),
    bytes === null ? null : `${(bytes / 1e6).toFixed(1)} MB`,
    packets === null ? null : `packets lost ${packets}`,
    frames === null ? null : `frames dropped ${frames}`,
    bothTimes(health.at, now),
  ];
  return words.filter(Boolean).join(', ');
}
