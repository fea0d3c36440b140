import type { Stream } from '../../responses.ts';

/** A stale stream, and one with an error in its session, is among the live ones too. */
const counts: Record<string, (stream: Stream) => boolean> = {
  live: ({ status }) => status === 'live',
  stale: ({ stale }) => stale,
  'with errors': ({ status, lastError, startedAt }) =>
    status === 'live' && lastError !== null && lastError.at >= (startedAt ?? ''),
  'presumed ended': ({ status }) => status === 'presumedEnded',
  ended: ({ status }) => status === 'ended',
  unknown: ({ status }) => status === 'unknown',
};

/** They are rare: counted only where there are some. */
const rare = ['presumed ended', 'unknown'];

/** The numbers of loaded streams by status. */
export function StatusCounts({ streams, isPart }: { streams: readonly Stream[]; isPart: boolean }) {
  return (
    <dl class="summary">
      {Object.entries(counts).map(([name, isCounted]) => {
        const count = streams.filter(isCounted).length;
        if (count === 0 && rare.includes(name)) return null;
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
