import type { QuarantineAnswer } from '../answers.ts';
import { Copy } from './copy.tsx';
import { Pager } from './pager.tsx';
import { Problem } from './request-error.tsx';
import { Outside } from './untrusted-text.tsx';
import { useAnswer } from './use-answer.ts';
import { useTitle } from './use-title.ts';
import { When } from './when.tsx';

/** The bodies that could not be read, each with the reason. */
export function QuarantinePage() {
  const told = useAnswer<QuarantineAnswer>()?.answer;
  useTitle('Quarantine – Streams');
  return (
    <>
      <h1 tabIndex={-1}>Quarantine</h1>
      <p class="note">What was sent and could not be read. It is kept, and changes no stream.</p>
      <Problem />
      {told?.quarantine.length === 0 && told.cursor === null && (
        <p class="nothing">Nothing: all that was sent could be read.</p>
      )}
      <ol class="events">
        {told?.quarantine.map(({ app, receivedAt, reason, body }) => (
          <li key={`${app} ${receivedAt} ${reason} ${body.slice(0, 100)}`}>
            <details>
              <summary>
                <When at={receivedAt} utc />
                <strong>
                  <Outside text={reason} />
                </strong>
                <span class="id">
                  <Outside text={app} />
                </span>
              </summary>
              <p class="note">
                <Copy text={body} what="body" />
              </p>
              <pre>
                <Outside text={body} />
              </pre>
            </details>
          </li>
        ))}
      </ol>
      <Pager cursor={told?.cursor ?? null} />
    </>
  );
}
