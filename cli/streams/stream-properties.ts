import type { ExpectedJson } from '../../lambda/reading/expected.ts';
import { expectationText, formatGrace } from '../../words/expectation-text.ts';
import { currentHealth, droppedCounts } from '../../words/health.ts';
import { formatMetadata, nodeOf } from '../../words/stream-fields.ts';
import type { StreamDetail } from './fetch-streams.ts';
import { formatError, formatKnownDuration, formatTimeAndIso, formatVideo } from './format-stream.ts';

/** Returns the properties of a stream as pairs of name and text, without those that are unknown. */
export function propertiesOf(
  stream: StreamDetail,
  now: number,
  expected?: ExpectedJson,
): [name: string, text: string][] {
  const { name, category, metadata, room, subscriberId, startedAt, endedAt, durationMs, lastError, lastEvent } = stream;
  const properties: [string, string | null][] = [
    ['Expected', expected === undefined ? null : formatExpected(expected, now)],
    ['Name', name],
    ['Category', category],
    ['Metadata', formatMetadata(metadata)],
    ['Room', room],
    ['Subscriber', subscriberId],
    ['Started', startedAt && formatTimeAndIso(startedAt, now)],
    ['Ended', endedAt && `${formatTimeAndIso(endedAt, now)}${stream.status === 'presumedEnded' ? ', presumed' : ''}`],
    ['Duration', formatKnownDuration(durationMs)],
    ['Health', formatHealth(stream)],
    ['Heartbeat', stream.health && formatTimeAndIso(stream.health.at, now)],
    ['Node', nodeOf(stream)],
    ['Last error', lastError && `${formatError(stream)}, ${formatTimeAndIso(lastError.at, now)}`],
    ['Last event', lastEvent && `${lastEvent.action}, ${formatTimeAndIso(lastEvent.at, now)}`],
  ];
  return properties.flatMap(([property, text]) => (text === null || text === '' ? [] : [[property, text]]));
}

const formatExpected = (expected: ExpectedJson, now: number): string =>
  `${expectationText(expected, now)} (grace ${formatGrace(expected.grace)})`;

function formatHealth(stream: StreamDetail): string | null {
  const health = currentHealth(stream);
  if (health === null) return null;
  const bytes = health.totalByteReceived;
  const received = bytes === null ? null : `${(bytes / 1e6).toFixed(1)} MB`;
  const [frames, packets] = droppedCounts(health);
  return [formatVideo(stream), received, `dropped ${frames}, ${packets}`].filter(Boolean).join(', ');
}
