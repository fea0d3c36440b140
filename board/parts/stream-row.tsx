import {
  compactNumber,
  currentHealth,
  formatBitrate,
  formatResolution,
  formatSpeed,
  pluralize,
  sinceOf,
} from '../board-words.ts';
import type { Stream } from '../responses.ts';
import { currentBitrate, dropsOf, sessionSamples } from '../sort.ts';
import { home } from '../view.ts';
import { titleOf } from '../visible-text.ts';
import { Duration } from './duration.tsx';
import { LastError } from './last-error.tsx';
import { Sparkline } from './sparkline.tsx';
import { StatusMark } from './status-mark.tsx';
import { Timestamp } from './timestamp.tsx';
import { UntrustedText } from './untrusted-text.tsx';
import { useBoard } from './use-board.ts';
import { ViewLink } from './view-link.tsx';

/** A stream in one row; on a phone it is a card, whose cells say what they are. */
export function StreamRow({ stream, at }: { stream: Stream; at: number }) {
  const { sampleHistory } = useBoard().state;
  const { app, id, room, durationMs, lastError } = stream;
  const health = currentHealth(stream);
  const isLive = stream.status === 'live';
  const rate = isLive ? currentBitrate(stream, sampleHistory) : null;
  const drops = dropsOf(stream);
  return (
    <tr class={stream.stale ? 'is-stale' : `is-${stream.status}`}>
      <td class="what">
        <StatusMark stream={stream} />
      </td>
      <th scope="row" class="who">
        <ViewLink to={{ ...home, page: 'stream', app, id }}>
          <UntrustedText text={titleOf(stream)} />
        </ViewLink>
        <span class="id">
          <UntrustedText text={app} /> / <UntrustedText text={id} />
        </span>
        {room !== null && (
          <span class="id">
            in room{' '}
            <ViewLink to={{ ...home, page: 'stream', app, id: room }}>
              <UntrustedText text={room} />
            </ViewLink>
          </span>
        )}
      </th>
      <td class="number" data-head="Duration">
        <Duration ms={durationMs} since={isLive ? at : null} />
      </td>
      <td class="number" data-head="Since">
        <Timestamp at={sinceOf(stream)} />
      </td>
      <td class="number" data-head="Video">
        {formatResolution(stream) ?? <span class="none">–</span>}
      </td>
      <td class="number rate" data-head="Bitrate">
        {rate === null ? <span class="none">–</span> : formatBitrate(rate)}
        {isLive && <Sparkline samples={sessionSamples(stream, sampleHistory)} />}
      </td>
      <td class="number" data-head="Speed">
        {health?.speed == null ? <span class="none">–</span> : formatSpeed(health.speed)}
      </td>
      <td class="number" data-head="Dropped">
        {drops === null ? <span class="none">–</span> : <Drops stream={stream} />}
      </td>
      <td class="error" data-head="Last error">
        <LastError error={lastError} />
      </td>
    </tr>
  );
}

function Drops({ stream: { health } }: { stream: Stream }) {
  const [frames, packets] = [health?.dropFrameCountInEncoding ?? 0, health?.dropPacketCountInIngestion ?? 0];
  return (
    <span title={`${frames} frames in encoding, ${packets} packets in ingestion`}>
      {frames + packets === 0 && 0}
      {frames > 0 && <span class="line">{pluralize(compactNumber(frames), 'frame')}</span>}
      {packets > 0 && <span class="line">{pluralize(compactNumber(packets), 'packet')}</span>}
    </span>
  );
}
