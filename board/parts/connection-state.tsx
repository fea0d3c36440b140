import { formatDuration } from '../../lambda/text/format-duration.ts';
import { noBreak } from '../format.ts';
import { outdatedAfterMs } from '../refresher.ts';
import { mainRequest, requestKey } from '../requests.ts';
import { useBoard } from './use-board.ts';
import { useNow } from './use-now.ts';

/** The age of the data on the page: it is fresh while every refresh is answered, and in time. */
export function Freshness() {
  const { board, state } = useBoard();
  const now = useNow();
  const failingSince = board.failingSince(now);
  const cached = state.cache.get(requestKey(mainRequest(state.view)));
  const isLoading = state.connectionLost === null && state.requestError === null;
  if (cached === undefined) return <p class="fresh">{isLoading ? 'Loading…' : 'No data yet'}</p>;
  const age = now - Math.min(cached.checkedAt, failingSince ?? now);
  const duration = noBreak(formatDuration(age));
  const isOld = failingSince !== null || age > outdatedAfterMs(state.view);
  return (
    <p class={isOld ? 'fresh old' : 'fresh'}>
      <span class="dot" aria-hidden="true" /> {isOld ? `not updated for ${duration}` : `updated ${duration} ago`}
    </p>
  );
}

/** The notice that the receiver cannot be reached. Screen readers announce it once, without the countdown. */
export function ConnectionNotice() {
  const { board, state } = useBoard();
  const { connectionLost } = state;
  const hasData = state.cache.has(requestKey(mainRequest(state.view)));
  return (
    <div class={connectionLost === null ? 'connection-lost none' : 'connection-lost'}>
      <p role="status">
        {connectionLost && (
          <>
            <strong>{connectionLost.reason}.</strong>{' '}
            {hasData ? 'This page shows the last data received.' : 'No data has been received yet.'}
          </>
        )}
      </p>
      {connectionLost && <Countdown until={connectionLost.retryAt} />}
      {connectionLost && (
        <button type="button" onClick={() => board.refresh()}>
          Retry now
        </button>
      )}
    </div>
  );
}

function Countdown({ until }: { until: number }) {
  const seconds = Math.ceil((until - useNow()) / 1_000);
  return <p class="wait">{seconds > 0 ? `Retrying in ${seconds} s` : 'Retrying…'}</p>;
}
