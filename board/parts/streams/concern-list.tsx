import { pluralize } from '../../../lambda/text/pluralize.ts';
import { formatReason, formatRemedy, refusedName } from '../../../words/refusal-text.ts';
import { type RefusalSum, refusalSumKey } from '../../../words/refusals-of-hour.ts';
import { type Concern, pickFirst } from '../../concerns.ts';
import { capitalise } from '../../format.ts';
import { streamKey } from '../../samples.ts';
import { titleOf } from '../../visible-text.ts';
import { Elapsed } from '../elapsed.tsx';
import { Shape } from '../status-mark.tsx';
import { StreamLink } from '../stream-link.tsx';
import { Timestamp } from '../timestamp.tsx';
import { UntrustedText } from '../untrusted-text.tsx';
import type { Concerns as Known } from './use-concerns.ts';

/** The concerns that are shown at once; the others on demand. */
const MAX_SHOWN = 6;

/** Lists what needs a look, the newest first; a small line while nothing does. */
export function ConcernList({ concerns, now, coverage, isPart, isKnown }: Known) {
  const first = pickFirst(concerns, MAX_SHOWN);
  const others = concerns.filter((concern) => !first.includes(concern));
  if (!isKnown && concerns.length === 0) return null;
  return (
    <section class={concerns.length > 0 ? 'concerns' : 'concerns calm'} aria-labelledby="concerns">
      <h2 id="concerns">{concerns.length > 0 ? 'Needs a look' : 'Nothing needs a look'}</h2>
      <Announcement concerns={concerns} />
      <Concerns concerns={first} now={now} />
      {others.length > 0 && (
        <details>
          <summary>
            {others.length} more{isPart && '; the tiles have all'}
          </summary>
          <Concerns concerns={others} now={now} />
        </details>
      )}
      {coverage !== null && <p class="note">Refusals: {coverage}.</p>}
    </section>
  );
}

/** The text that screen readers say when it changes: not of refusals, which anybody may cause. */
const Announcement = ({ concerns }: { concerns: readonly Concern[] }) => (
  <p class="unseen" role="status">
    {pluralize(concerns.filter(({ kind }) => kind !== 'refused').length, 'stream')} in trouble
  </p>
);

const Concerns = ({ concerns, now }: { concerns: readonly Concern[]; now: number }) => (
  <ul>
    {concerns.map((concern) => (
      <li key={keyOf(concern)} class={concern.kind}>
        <Shape kind={concern.kind} />
        {concern.stream && (
          <StreamLink app={concern.stream.app} id={concern.stream.id} text={titleOf(concern.stream)} />
        )}
        {concern.kind === 'refused' && concern.stream === undefined && <Unlinked refusal={concern.refusal} />}
        <Sentence concern={concern} now={now} />
      </li>
    ))}
  </ul>
);

const keyOf = (concern: Concern): string =>
  concern.kind === 'refused' ? refusalSumKey(concern.refusal) : streamKey(concern.stream);

function Sentence({ concern, now }: { concern: Concern; now: number }) {
  const elapsed = <Elapsed since={concern.at} now={now} />;
  switch (concern.kind) {
    case 'missing':
      return (
        <span>
          missing for {elapsed}, since <Timestamp at={concern.at} />
        </span>
      );
    case 'stale':
      return <span>silent for {elapsed}</span>;
    case 'failing':
      return (
        <span>
          <strong>{concern.stream.lastError?.kind}</strong> {elapsed} ago{' '}
          {concern.stream.lastError?.detail != null && <UntrustedText text={concern.stream.lastError.detail} />}
        </span>
      );
    case 'presumedEnded':
      return (
        <span>
          presumed ended: no sign for {elapsed}, since <Timestamp at={concern.at} />
        </span>
      );
    case 'refused':
      return <RefusedSentence refusal={concern.refusal} />;
  }
}

/** Names a stream that was asked for, but is not known: it has no page. */
const Unlinked = ({ refusal: { app, id } }: { refusal: RefusalSum }) => (
  <span class="id">
    <UntrustedText text={app} />
    {id !== null && ' / '}
    {id !== null && <UntrustedText text={id} />}
  </span>
);

const RefusedSentence = ({ refusal }: { refusal: RefusalSum }) => (
  <span title={formatRemedy(refusal) ?? undefined}>
    {capitalise(refusedName(refusal))} refused {pluralize(refusal.count, 'time')}, last at{' '}
    <Timestamp at={refusal.lastAt} isMinute />
    {refusal.mayBeLater && ' or later'}: {formatReason(refusal)}. <span class="remedy">{formatRemedy(refusal)}</span>
  </span>
);
