import type { Stream } from '../responses.ts';

const counts: Record<string, (stream: Stream) => boolean> = {
  live: ({ status }) => status === 'live',
  stale: ({ stale }) => stale,
  'with errors': ({ status, lastError, startedAt }) =>
    status === 'live' && lastError !== null && lastError.at >= (startedAt ?? ''),
  ended: ({ status }) => status === 'ended' || status === 'presumedEnded',
  unknown: ({ status }) => status === 'unknown',
};

/** How many of the streams that are loaded are what; the stale ones, and those with an error of now, are among the live. */
export function StatusCounts({ streams, isPart }: { streams: readonly Stream[]; isPart: boolean }) {
  return (
    <dl class="summary">
      {Object.entries(counts).map(([words, is]) => {
        const many = streams.filter(is).length;
        return (
          <div key={words} class={many > 0 ? words.replaceAll(' ', '-') : 'zero'}>
            <dt>{words}</dt>
            <dd title={isPart ? `of the ${streams.length} that are loaded` : undefined}>
              {many}
              {isPart && '+'}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
