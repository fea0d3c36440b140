import { formatDuration } from '../board-words.ts';
import { OUTDATED_AFTER_MS } from '../refresher.ts';
import { apiPath } from '../view.ts';
import { useBoard } from './use-board.ts';
import { useNow } from './use-now.ts';

/** How old what is shown is. */
export function Freshness() {
  const { state } = useBoard();
  const now = useNow();
  const cached = state.kept.get(apiPath(state.view));
  const isLoading = state.connectionLost === null && state.requestError === null;
  if (cached === undefined) return <p class="fresh">{isLoading ? 'Loading…' : 'Nothing loaded yet'}</p>;
  const age = now - cached.checkedAt;
  return (
    <p class={age > OUTDATED_AFTER_MS ? 'fresh old' : 'fresh'}>
      <span class="dot" aria-hidden="true" /> as of {formatDuration(age)} ago
    </p>
  );
}
