import { home } from '../view.ts';
import { Outside } from './untrusted-text.tsx';
import { useBoard } from './use-board.ts';
import { ViewLink } from './view-link.tsx';

/** What the reader has against the question. */
export function Problem() {
  const { problem } = useBoard().state;
  return (
    <div role="status">
      {problem && (
        <p class="problem">
          The reader says: <Outside text={problem} />. <ViewLink to={home}>Show all streams</ViewLink>
        </p>
      )}
    </div>
  );
}
