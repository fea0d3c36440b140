import { home } from '../view.ts';
import { UntrustedText } from './untrusted-text.tsx';
import { useBoard } from './use-board.ts';
import { ViewLink } from './view-link.tsx';

/** What the reader has against the question. */
export function RequestError() {
  const { requestError } = useBoard().state;
  return (
    <div role="status">
      {requestError && (
        <p class="problem">
          The reader says: <UntrustedText text={requestError} />. <ViewLink to={home}>Show all streams</ViewLink>
        </p>
      )}
    </div>
  );
}
