import { home } from '../view.ts';
import { UntrustedText } from './untrusted-text.tsx';
import { useBoard } from './use-board.ts';
import { ViewLink } from './view-link.tsx';

/** The error of a request that the receiver rejected. */
export function RequestError() {
  const { requestError } = useBoard().state;
  return (
    <div role="status">
      {requestError && (
        <p class="request-error">
          <UntrustedText text={requestError} />. <ViewLink to={home}>Show all streams</ViewLink>
        </p>
      )}
    </div>
  );
}
