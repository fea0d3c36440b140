import type { ComponentChildren } from 'preact';
import type { StreamAnswer } from '../answers.ts';
import { home } from '../view.ts';
import { count, resolution, speed } from '../words.ts';
import { Duration } from './duration.tsx';
import { LastError } from './last-error.tsx';
import { Outside } from './outside.tsx';
import { ViewLink } from './view-link.tsx';
import { When } from './when.tsx';

/** What is known of the stream now, by name; what is not known is left out. */
export function Facts({ stream, at }: { stream: StreamAnswer; at: number }) {
  const { app, room, health, metadata } = stream;
  const words = (text: string | null) => text !== null && <Outside text={text} />;
  return (
    <dl class="facts">
      <Fact name="Duration">
        {stream.durationMs !== null && <Duration ms={stream.durationMs} since={stream.status === 'live' ? at : null} />}
      </Fact>
      <Fact name="Started">{stream.startedAt && <When at={stream.startedAt} utc />}</Fact>
      <Fact name="Ended">{stream.endedAt && <When at={stream.endedAt} utc />}</Fact>
      <Fact name="Video">{resolution(stream)}</Fact>
      <Fact name="Speed">{health?.speed != null && speed(health.speed)}</Fact>
      <Fact name="Queues">
        {health && `${health.inputQueueSize ?? '–'} in, ${health.encodingQueueSize ?? '–'} encoding`}
      </Fact>
      <Fact name="Dropped">
        {health &&
          `${count(health.dropFrameCountInEncoding ?? 0, 'frame')}, ${count(health.dropPacketCountInIngestion ?? 0, 'packet')}`}
      </Fact>
      <Fact name="Last heartbeat">{health && <When at={health.at} utc />}</Fact>
      <Fact name="Category">{words(stream.category)}</Fact>
      <Fact name="Room">
        {room !== null && (
          <ViewLink to={{ ...home, page: 'stream', app, id: room }}>
            <Outside text={room} />
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

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  if (children === null || children === false || children === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
