import { apiPath } from '../view.ts';
import { useBoard } from './use-board.ts';
import { useNow } from './use-now.ts';

/** Says that the reader does not answer, once; the seconds until it is asked again are for those who look. */
export function ConnectionLost() {
  const { board, state } = useBoard();
  const { connectionLost } = state;
  const hasData = state.kept.has(apiPath(state.view));
  return (
    <div class={connectionLost === null ? 'trouble none' : 'trouble'}>
      <p role="status">
        {connectionLost && (
          <>
            <strong>{connectionLost.why}.</strong>{' '}
            {hasData ? 'What you see is the last that it told.' : 'It has told nothing yet.'}
          </>
        )}
      </p>
      {connectionLost && <Countdown until={connectionLost.retryAt} />}
      {connectionLost && (
        <button type="button" onClick={() => board.refresh()}>
          Try now
        </button>
      )}
    </div>
  );
}

function Countdown({ until }: { until: number }) {
  const seconds = Math.ceil((until - useNow()) / 1_000);
  return <p class="wait">{seconds > 0 ? `Trying again in ${seconds} s` : 'Trying again…'}</p>;
}
