import { streamStatusName } from '../../words/status.ts';
import { capitalise } from '../format.ts';
import type { Stream } from '../responses.ts';

/** A shape for each status: not everyone can tell colours apart. */
const shapes = {
  live: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  stale: <path d="M6 1 11.5 11H.5z" fill="currentColor" />,
  presumedEnded: <path d="M6 1.5a4.5 4.5 0 0 0 0 9zM6 1.5a4.5 4.5 0 0 1 0 9" fill="currentColor" />,
  ended: <rect x="2" y="2" width="8" height="8" rx="1" fill="none" stroke="currentColor" stroke-width="1.6" />,
  unknown: <path d="M6 1 11 6 6 11 1 6z" fill="none" stroke="currentColor" stroke-width="1.6" />,
};

/** The status of a stream, as a shape and a word. */
export function StatusMark({ stream }: { stream: Stream }) {
  const kind = stream.stale ? 'stale' : stream.status;
  return (
    <span class={`status ${kind}`}>
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
