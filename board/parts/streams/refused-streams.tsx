import { pluralize } from '../../../lambda/text/pluralize.ts';
import { formatReason, formatRemedy, refusedName } from '../../../words/refusal-text.ts';
import { formatCoverage, type RefusalSum, refusalSumKey, sumRefusalsOfHour } from '../../../words/refusals-of-hour.ts';
import { capitalise } from '../../format.ts';
import type { RefusalsResponse, Stream } from '../../responses.ts';
import { refusalsPath } from '../../view.ts';
import { titleOf } from '../../visible-text.ts';
import { StreamLink } from '../stream-link.tsx';
import { Timestamp } from '../timestamp.tsx';
import { UntrustedText } from '../untrusted-text.tsx';
import { useBoard } from '../use-board.ts';

/** The refusals that are shown at once; the others on demand. */
const MAX_SHOWN = 3;

interface Props {
  /** The streams that are loaded: only they have links, since anybody may ask for a stream that does not exist. */
  readonly streams: readonly Stream[];
}

/** Lists who was refused in the last hour, in the view's app; nothing while nobody was. Screen readers do not announce it: anybody may cause changes. */
export function RefusedStreams({ streams }: Props) {
  const { view, cache } = useBoard().state;
  const cached = cache.get(refusalsPath(view));
  if (cached === undefined) return null;
  const page = cached.body as RefusalsResponse; // it comes from this project's reader
  const now = cached.date + performance.now() - cached.at;
  const sums = sumRefusalsOfHour(page.refusals, now);
  if (sums.length === 0) return null;
  const others = sums.slice(MAX_SHOWN);
  const coverage = formatCoverage(page, now);
  return (
    <section class="notice refusals" aria-labelledby="refused">
      <h2 id="refused">Refused in the last hour{coverage && `, ${coverage}`}</h2>
      <div>
        <RefusalList sums={sums.slice(0, MAX_SHOWN)} streams={streams} />
        {others.length > 0 && (
          <details>
            <summary>{others.length} more</summary>
            <RefusalList sums={others} streams={streams} />
          </details>
        )}
      </div>
    </section>
  );
}

const RefusalList = ({ sums, streams }: Props & { sums: readonly RefusalSum[] }) => (
  <ul>
    {sums.map((sum) => (
      <li key={refusalSumKey(sum)}>
        <RefusedName {...sum} stream={streams.find(({ app, id }) => app === sum.app && id === sum.id)} />
        <span>
          {capitalise(refusedName(sum))} refused {pluralize(sum.count, 'time')}, last at{' '}
          <Timestamp at={sum.lastAt} isMinute />
          {sum.mayBeLater && ' or later'}: {formatReason(sum)}.
        </span>
        <span class="remedy">{formatRemedy(sum)}</span>
      </li>
    ))}
  </ul>
);

/** The stream that was asked for: as a link where it is loaded, and without an id only its app. */
const RefusedName = ({ app, id, stream }: RefusalSum & { stream: Stream | undefined }) => (
  <>
    {stream && <StreamLink app={app} id={stream.id} text={titleOf(stream)} />}
    <span class="id">
      <UntrustedText text={app} />
      {id !== null && ' / '}
      {id !== null && <UntrustedText text={id} />}
    </span>
  </>
);
