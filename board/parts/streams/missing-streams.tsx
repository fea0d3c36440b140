import type { ExpectedResponse, ExpectedStream } from '../../responses.ts';
import { streamKey } from '../../samples.ts';
import { EXPECTED_PATH } from '../../view.ts';
import { titleOf } from '../../visible-text.ts';
import { StreamLink } from '../stream-link.tsx';
import { Timestamp } from '../timestamp.tsx';
import { UntrustedText } from '../untrusted-text.tsx';
import { useBoard } from '../use-board.ts';

/** The missing streams that are shown at once; the others on demand. */
const MAX_SHOWN = 5;

/** The expected streams of the view's app that are missing, newest first; nothing while none is. Screen readers announce changes. */
export function MissingStreams() {
  const { view, cache } = useBoard().state;
  const { expected = [] } = (cache.get(EXPECTED_PATH)?.body ?? {}) as Partial<ExpectedResponse>; // it comes from this project's reader
  const missing = expected
    .filter(({ app, state }) => state === 'missing' && (view.app === '' || app === view.app))
    .sort((a, b) => b.since.localeCompare(a.since));
  return <div role="status">{missing.length > 0 && <MissingSection missing={missing} />}</div>;
}

function MissingSection({ missing }: { missing: readonly ExpectedStream[] }) {
  const others = missing.slice(MAX_SHOWN);
  return (
    <section class="notice missing" aria-labelledby="missing">
      <h2 id="missing">Missing</h2>
      <div>
        <MissingList streams={missing.slice(0, MAX_SHOWN)} />
        {others.length > 0 && (
          <details>
            <summary>{others.length} more</summary>
            <MissingList streams={others} />
          </details>
        )}
      </div>
    </section>
  );
}

const MissingList = ({ streams }: { streams: readonly ExpectedStream[] }) => (
  <ul>
    {streams.map((stream) => (
      <li key={streamKey(stream)}>
        <StreamLink app={stream.app} id={stream.id} text={titleOf(stream)} />
        <span class="id">
          <UntrustedText text={stream.app} /> / <UntrustedText text={stream.id} />
        </span>
        <span>
          since <Timestamp at={stream.since} />
        </span>
      </li>
    ))}
  </ul>
);
