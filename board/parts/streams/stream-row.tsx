import type { ComponentChildren } from 'preact';
import { pluralize } from '../../../lambda/text/pluralize.ts';
import { currentHealth, formatBitrate, formatResolution, formatSpeed } from '../../../words/health.ts';
import { sinceOf } from '../../../words/status.ts';
import { compactNumber, noBreak } from '../../format.ts';
import type { Health, Stream } from '../../responses.ts';
import { currentBitrate, dropsOf, sessionSamples } from '../../sort.ts';
import { titleOf } from '../../visible-text.ts';
import { Duration } from '../duration.tsx';
import { LastError } from '../last-error.tsx';
import { StatusMark } from '../status-mark.tsx';
import { StreamLink } from '../stream-link.tsx';
import { Timestamp } from '../timestamp.tsx';
import { UntrustedText } from '../untrusted-text.tsx';
import { useBoard } from '../use-board.ts';
import { Sparkline } from './sparkline.tsx';

/** One stream as a row of the table; on a phone it is a card. */
export function StreamRow({ stream, at }: { stream: Stream; at: number }) {
  const { sampleHistory } = useBoard().state;
  const health = currentHealth(stream);
  const isLive = stream.status === 'live';
  const rate = isLive ? currentBitrate(stream, sampleHistory) : null;
  return (
    <tr class={stream.stale ? 'is-stale' : `is-${stream.status}`}>
      <StatusCell stream={stream} />
      <StreamName stream={stream} />
      <Cell head="Duration">
        <Duration ms={stream.durationMs} since={isLive ? at : null} />
      </Cell>
      <Cell head="Since">
        <Timestamp at={sinceOf(stream)} />
      </Cell>
      <Cell head="Video">{formatResolution(stream) ?? <Unknown />}</Cell>
      <Cell head="Bitrate" class="number rate">
        {rate === null ? <Unknown /> : noBreak(formatBitrate(rate))}
        {isLive && <Sparkline samples={sessionSamples(stream, sampleHistory)} />}
      </Cell>
      <Cell head="Speed">{health?.speed == null ? <Unknown /> : formatSpeed(health.speed)}</Cell>
      <Cell head="Dropped">
        {health === null || dropsOf(stream) === null ? <Unknown /> : <Drops health={health} />}
      </Cell>
      <Cell head="Last error" class="error">
        <LastError error={stream.lastError} />
      </Cell>
    </tr>
  );
}

interface CellProps {
  /** The heading of the column, which a card shows beside the value. */
  readonly head: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

function Cell({ head, class: className = 'number', children }: CellProps) {
  return (
    <td class={className} data-head={head}>
      {children}
    </td>
  );
}

const Unknown = () => <span class="none">–</span>;

const StatusCell = ({ stream }: { stream: Stream }) => (
  <td class="status-cell">
    <StatusMark stream={stream} />
  </td>
);

function StreamName({ stream }: { stream: Stream }) {
  const { app, id, room } = stream;
  return (
    <th scope="row" class="stream-cell">
      <StreamLink app={app} id={id} text={titleOf(stream)} />
      <span class="id">
        <UntrustedText text={app} /> / <UntrustedText text={id} />
      </span>
      {room !== null && (
        <span class="id">
          in room <StreamLink app={app} id={room} />
        </span>
      )}
    </th>
  );
}

function Drops({ health }: { health: Health }) {
  const [frames, packets] = [health.dropFrameCountInEncoding ?? 0, health.dropPacketCountInIngestion ?? 0];
  return (
    <span title={`${pluralize(frames, 'frame')} in encoding, ${pluralize(packets, 'packet')} in ingestion`}>
      {frames + packets === 0 && 0}
      {frames > 0 && <span class="line">{noBreak(pluralize(compactNumber(frames), 'frame'))}</span>}
      {packets > 0 && <span class="line">{noBreak(pluralize(compactNumber(packets), 'packet'))}</span>}
    </span>
  );
}
