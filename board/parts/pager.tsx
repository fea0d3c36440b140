import { useBoard } from './use-board.ts';
import { ViewLink } from './view-link.tsx';

/** The ways to older rows, given their cursor, and back. */
export function Pager({ cursor }: { cursor: string | null }) {
  const { view, newer } = useBoard().state;
  if (cursor === null && view.cursor === '') return null;
  return (
    <nav class="pager" aria-label="Pages">
      {view.cursor !== '' && <ViewLink to={{ ...view, cursor: newer.get(view.cursor) ?? '' }}>← Newer</ViewLink>}
      {cursor !== null && <ViewLink to={{ ...view, cursor }}>Older →</ViewLink>}
    </nav>
  );
}
