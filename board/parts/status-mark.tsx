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
  missing: <path d="M1.5 1.5 10.5 10.5M10.5 1.5 1.5 10.5" {...outline} stroke-width="2" />,
  failing: <path d="M6 1v6M6 9v2" {...outline} stroke-width="2.4" />,
  refused: <path d="M6 1.2a4.8 4.8 0 1 0 .1 0M2.6 9.4 9.4 2.6" {...outline} />,
};

/** The shape of a status, or of what needs a look. */
export const Shape = ({ kind }: { kind: keyof typeof shapes }) => (
  <svg class={`shape ${kind}`} viewBox="0 0 12 12" aria-hidden="true">
    {shapes[kind]}
  </svg>
);

/** The status of a stream, as a shape and a word. */
export function StatusMark({ stream }: { stream: Stream }) {
  const kind = stream.stale ? 'stale' : stream.status;
  return (
    <span class={`status ${kind}`} title={kind === 'presumedEnded' ? UNTIL_NEXT_SIGN : undefined}>
      <Shape kind={kind} />
      {capitalise(streamStatusName(stream))}
    </span>
  );
}

/** Marks a stream whose start was missed. */
export function InferredTag({ stream }: { stream: Stream }) {
  if (!stream.inferred) return null;
  return (
    <span class="tag" title="Known only from heartbeats: the start was missed">
      inferred
    </span>
  );
}

/** The status of a stream as the heading of its page has it: of a presumed end with its time, and with what undoes it. */
export function StatusHeading({ stream }: { stream: Stream }) {
  if (stream.status !== 'presumedEnded')
    return (
      <>
        <StatusMark stream={stream} /> <InferredTag stream={stream} />
      </>
    );
  return (
    <>
      <p class="presumed">
        <StatusMark stream={stream} />: {NO_SIGN_SINCE} <Timestamp at={stream.endedAt} utc />
      </p>
      <p class="note">{UNTIL_NEXT_SIGN}</p>
    </>
  );
}
