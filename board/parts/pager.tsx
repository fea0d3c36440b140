import { useBoard } from './use-board.ts';
import { ViewLink } from './view-link.tsx';

interface Props {
  readonly cursor: string | null;
  /** What the ways are called. */
  readonly back?: string;
  readonly on?: string;
}

/** The ways to the rows behind a cursor, and back. */
export function Pager({ cursor, back = '← Newer', on = 'Older →' }: Props) {
  const { view, newer } = useBoard().state;
  if (cursor === null && view.cursor === '') return null;
  return (
    <nav class="pager" aria-label="Pages">
      {view.cursor !== '' && <ViewLink to={{ ...view, cursor: newer.get(view.cursor) ?? '' }}>{back}</ViewLink>}
      {cursor !== null && <ViewLink to={{ ...view, cursor }}>{on}</ViewLink>}
    </nav>
  );
}
