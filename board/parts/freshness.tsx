import { duration } from '../board-words.ts';
import { OLD_MS } from '../refresher.ts';
import { pathOf } from '../view.ts';
import { useBoard } from './use-board.ts';
import { useNow } from './use-now.ts';

/** How old what is shown is. */
export function Freshness() {
  const { state } = useBoard();
  const now = useNow();
  const kept = state.kept.get(pathOf(state.view));
  const isAsked = state.trouble === null && state.problem === null;
  if (kept === undefined) return <p class="fresh">{isAsked ? 'Loading…' : 'Nothing loaded yet'}</p>;
  const age = now - kept.checkedAt;
  return (
    <p class={age > OLD_MS ? 'fresh old' : 'fresh'}>
      <span class="dot" aria-hidden="true" /> as of {duration(age)} ago
    </p>
  );
}
