import type { ComponentChildren } from 'preact';
import { currentHealth, formatResolution, formatSpeed, nodeOf, pluralize } from '../board-words.ts';
import type { StreamResponse } from '../responses.ts';
import { home } from '../view.ts';
import { Duration } from './duration.tsx';
import { LastError } from './last-error.tsx';
import { Timestamp } from './timestamp.tsx';
import { UntrustedText } from './untrusted-text.tsx';
import { ViewLink } from './view-link.tsx';

/** What is known of the stream now, by name; what is not known is left out. */
export function StreamDetails({ stream, at }: { stream: StreamResponse; at: number }) {
  const { app, room, metadata } = stream;
  const health = currentHealth(stream);
  const words = (text: string | null) => text !== null && <UntrustedText text={text} />;
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
      <Fact name="Dropped">
        {health &&
          `${counted(health.dropFrameCountInEncoding, 'frame')}, ${counted(health.dropPacketCountInIngestion, 'packet')}`}
      </Fact>
      <Fact name="Last heartbeat">{stream.health && <Timestamp at={stream.health.at} utc />}</Fact>
      <Fact name="Node">{words(nodeOf(stream))}</Fact>
      <Fact name="Category">{words(stream.category)}</Fact>
      <Fact name="Room">
        {room !== null && (
          <ViewLink to={{ ...home, page: 'stream', app, id: room }}>
            <UntrustedText text={room} />
          </ViewLink>
        )}
      </Fact>
      <Fact name="Subscriber">{words(stream.subscriberId)}</Fact>
      <Fact name="Metadata">
        {words(metadata === null || typeof metadata === 'string' ? metadata : JSON.stringify(metadata))}
      </Fact>
      <Fact name="Last error">{stream.lastError && <LastError error={stream.lastError} />}</Fact>
    </dl>
  );
}

/** What was not told is not none. */
const counted = (many: number | null, one: string): string => (many === null ? `– ${one}s` : pluralize(many, one));

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  if (children === null || children === false || children === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
