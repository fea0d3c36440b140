import { pathOf } from '../view.ts';
import { useBoard } from './use-board.ts';
import { useNow } from './use-now.ts';

/** Says that the reader does not answer, once; the seconds until it is asked again are for those who look. */
export function Trouble() {
  const { board, state } = useBoard();
  const { trouble } = state;
  const known = state.kept.has(pathOf(state.view));
  return (
    <div class={trouble === null ? 'trouble none' : 'trouble'}>
      <p role="status">
        {trouble && (
          <>
            <strong>{trouble.why}.</strong>{' '}
            {known ? 'What you see is the last that it told.' : 'It has told nothing yet.'}
          </>
        )}
      </p>
      {trouble && <Countdown until={trouble.retryAt} />}
      {trouble && (
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
