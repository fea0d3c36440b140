import { NO_SIGN_SINCE, UNTIL_NEXT_SIGN } from '../../words/presumed-end-text.ts';
import { streamStatusName } from '../../words/status.ts';
import { capitalise } from '../format.ts';
import type { Stream } from '../responses.ts';
import { Timestamp } from './timestamp.tsx';

const outline = { fill: 'none', stroke: 'currentColor', 'stroke-width': 1.6 } as const;

/** A shape for each status: not everyone can tell colours apart. That of a presumed end is the end's with gaps. */
const shapes = {
  live: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  stale: <path d="M6 1 11.5 11H.5z" fill="currentColor" />,
  presumedEnded: <path d="M4.6 2H2v8h2.6M7.4 2H10v8H7.4" {...outline} />,
  ended: <rect x="2" y="2" width="8" height="8" rx="1" {...outline} />,
  unknown: <path d="M6 1 11 6 6 11 1 6z" {...outline} />,
};

/** The status of a stream, as a shape and a word. */
export function StatusMark({ stream }: { stream: Stream }) {
  const kind = stream.stale ? 'stale' : stream.status;
  return (
    <span class={`status ${kind}`} title={kind === 'presumedEnded' ? UNTIL_NEXT_SIGN : undefined}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {shapes[kind]}
      </svg>
      {capitalise(streamStatusName(stream))}
      {stream.inferred && (
        <span class="tag" title="Known only from heartbeats: the start was missed">
          inferred
        </span>
      )}
    </span>
  );
}

/** The status of a stream as the heading of its page has it: of a presumed end with its time, and with what undoes it. */
export function StatusHeading({ stream }: { stream: Stream }) {
  if (stream.status !== 'presumedEnded') return <StatusMark stream={stream} />;
  return (
    <>
      <p class="presumed">
        <StatusMark stream={stream} />: {NO_SIGN_SINCE} <Timestamp at={stream.endedAt} utc />
      </p>
      <p class="note">{UNTIL_NEXT_SIGN}</p>
    </>
  );
}
