import type { ComponentChildren } from 'preact';
import { currentHealth, droppedCounts, formatResolution, formatSpeed } from '../../../words/health.ts';
import { formatMetadata, nodeOf } from '../../../words/stream-fields.ts';
import { noBreak } from '../../format.ts';
import type { Health, StreamResponse } from '../../responses.ts';
import { dropsOf } from '../../samples.ts';
import { LastError } from '../last-error.tsx';
import { StreamLink } from '../stream-link.tsx';
import { Timestamp } from '../timestamp.tsx';
import { UntrustedText } from '../untrusted-text.tsx';

/** The properties of a stream, without those that are unknown. */
export function StreamDetails({ stream }: { stream: StreamResponse }) {
  const { app, room } = stream;
  const health = currentHealth(stream);
  const untrusted = (text: string | null) => text !== null && <UntrustedText text={text} />;
  return (
    <dl class="facts">
      <Property name="Started">{stream.startedAt && <Timestamp at={stream.startedAt} utc />}</Property>
      <Property name={stream.status === 'presumedEnded' ? 'Presumed end' : 'Ended'}>
        {stream.endedAt && <Timestamp at={stream.endedAt} utc />}
      </Property>
      <Property name="Video">{formatResolution(stream)}</Property>
      <Property name="Speed">{health?.speed != null && formatSpeed(health.speed)}</Property>
      <Property name="Queues">{health && queuesOf(health)}</Property>
      <Property name="Dropped">
        {health && dropsOf(health) !== null && droppedCounts(health).map(noBreak).join(', ')}
      </Property>
      <Property name="Last heartbeat">{stream.health && <Timestamp at={stream.health.at} utc />}</Property>
      <Property name="Node">{untrusted(nodeOf(stream))}</Property>
      <Property name="Category">{untrusted(stream.category)}</Property>
      <Property name="Room">{room !== null && <StreamLink app={app} id={room} />}</Property>
      <Property name="Subscriber">{untrusted(stream.subscriberId)}</Property>
      <Property name="Metadata">{untrusted(formatMetadata(stream.metadata))}</Property>
      <Property name="Last error">{stream.lastError && <LastError error={stream.lastError} />}</Property>
    </dl>
  );
}

/** The lengths of the queues; null where none is known. */
function queuesOf({ inputQueueSize: input, encodingQueueSize: encoding }: Health): string | null {
  return input === null && encoding === null ? null : `${input ?? '–'} in, ${encoding ?? '–'} encoding`;
}

function Property({ name, children }: { name: string; children: ComponentChildren }) {
  if (children === null || children === false || children === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
