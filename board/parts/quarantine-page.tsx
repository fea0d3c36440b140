import type { QuarantineResponse } from '../responses.ts';
import { CopyButton } from './copy-button.tsx';
import { Pager } from './pager.tsx';
import { RequestError } from './request-error.tsx';
import { Timestamp } from './timestamp.tsx';
import { UntrustedText } from './untrusted-text.tsx';
import { useResponse } from './use-response.ts';
import { useTitle } from './use-title.ts';

/** The bodies that could not be read, each with the reason. */
export function QuarantinePage() {
  const response = useResponse<QuarantineResponse>()?.answer;
  useTitle('Quarantine – Streams');
  return (
    <>
      <h1 tabIndex={-1}>Quarantine</h1>
      <p class="note">What was sent and could not be read. It is kept, and changes no stream.</p>
      <RequestError />
      {response?.quarantine.length === 0 && response.cursor === null && (
        <p class="nothing">Nothing: all that was sent could be read.</p>
      )}
      <ol class="events">
        {response?.quarantine.map(({ app, receivedAt, reason, body }) => (
          <li key={`${app} ${receivedAt} ${reason} ${body.slice(0, 100)}`}>
            <details>
              <summary>
                <Timestamp at={receivedAt} utc />
                <strong>
                  <UntrustedText text={reason} />
                </strong>
                <span class="id">
                  <UntrustedText text={app} />
                </span>
              </summary>
              <p class="note">
                <CopyButton text={body} what="body" />
              </p>
              <pre>
                <UntrustedText text={body} />
              </pre>
            </details>
          </li>
        ))}
      </ol>
      <Pager cursor={response?.cursor ?? null} />
    </>
  );
}
