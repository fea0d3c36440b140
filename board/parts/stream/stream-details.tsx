import type { ComponentChildren } from 'preact';
import { currentHealth, droppedCounts, formatResolution, formatSpeed } from '../../../words/health.ts';
import { formatMetadata, nodeOf } from '../../../words/stream-fields.ts';
import { noBreak } from '../../format.ts';
import type { StreamResponse } from '../../responses.ts';
import { Duration } from '../duration.tsx';
import { LastError } from '../last-error.tsx';
import { StreamLink } from '../stream-link.tsx';
import { Timestamp } from '../timestamp.tsx';
import { UntrustedText } from '../untrusted-text.tsx';

/** The facts about a stream, without those that are unknown. */
export function StreamDetails({ stream, at }: { stream: StreamResponse; at: number }) {
  const { app, room } = stream;
  const health = currentHealth(stream);
  const untrusted = (text: string | null) => text !== null && <UntrustedText text={text} />;
  return (
    <dl class="facts">
      <Fact name="Duration">
        {stream.durationMs !== null && <Duration ms={stream.durationMs} since={stream.status === 'live' ? at : null} />}
      </Fact>
      <Fact name="Started">{stream.startedAt && <Timestamp at={stream.startedAt} utc />}</Fact>
      <Fact name="Ended">{stream.endedAt && <Timestamp at={stream.endedAt} utc />}</Fact>
      <Fact name="Video">{formatResolution(stream)}</Fact>
      <Fact name="Speed">{health?.speed != null && formatSpeed(health.speed)}</Fact>
      <Fact name="Queues">
        {health && `${health.inputQueueSize ?? '–'} in, ${health.encodingQueueSize ?? '–'} encoding`}
      </Fact>
      <Fact name="Dropped">{health && droppedCounts(health).map(noBreak).join(', ')}</Fact>
      <Fact name="Last heartbeat">{stream.health && <Timestamp at={stream.health.at} utc />}</Fact>
      <Fact name="Node">{untrusted(nodeOf(stream))}</Fact>
      <Fact name="Category">{untrusted(stream.category)}</Fact>
      <Fact name="Room">{room !== null && <StreamLink app={app} id={room} />}</Fact>
      <Fact name="Subscriber">{untrusted(stream.subscriberId)}</Fact>
      <Fact name="Metadata">{untrusted(formatMetadata(stream.metadata))}</Fact>
      <Fact name="Last error">{stream.lastError && <LastError error={stream.lastError} />}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  if (children === null || children === false || children === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
