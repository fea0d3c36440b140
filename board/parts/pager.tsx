import { useBoard } from './use-board.ts';
import { ViewLink } from './view-link.tsx';

interface Props {
  readonly cursor: string | null;
  readonly previousLabel?: string;
  readonly nextLabel?: string;
}

/** The links to the previous and the next page of rows. */
export function Pager({ cursor, previousLabel = '← Newer', nextLabel = 'Older →' }: Props) {
  const { view, newerCursors } = useBoard().state;
  if (cursor === null && view.cursor === '') return null;
  return (
    <nav class="pager" aria-label="Pages">
      {view.cursor !== '' && (
        <ViewLink to={{ ...view, cursor: newerCursors.get(view.cursor) ?? '' }}>{previousLabel}</ViewLink>
      )}
      {cursor !== null && <ViewLink to={{ ...view, cursor }}>{nextLabel}</ViewLink>}
    </nav>
  );
}
