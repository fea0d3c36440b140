import type { Stream } from '../../responses.ts';

/** A stale stream, and one with an error in its session, is among the live ones too. */
const counts: Record<string, (stream: Stream) => boolean> = {
  live: ({ status }) => status === 'live',
  stale: ({ stale }) => stale,
  'with errors': ({ status, lastError, startedAt }) =>
    status === 'live' && lastError !== null && lastError.at >= (startedAt ?? ''),
  ended: ({ status }) => status === 'ended' || status === 'presumedEnded',
  unknown: ({ status }) => status === 'unknown',
};

/** The numbers of loaded streams by status. */
export function StatusCounts({ streams, isPart }: { streams: readonly Stream[]; isPart: boolean }) {
  return (
    <dl class="summary">
      {Object.entries(counts).map(([name, isCounted]) => {
        const count = streams.filter(isCounted).length;
        return (
          <div key={name} class={count > 0 ? name.replaceAll(' ', '-') : 'zero'}>
            <dt>{name}</dt>
            <dd title={isPart ? `of the ${streams.length} loaded` : undefined}>
              {count}
              {isPart && '+'}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
