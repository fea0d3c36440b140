import type { QuarantinedHook as Hook } from '../responses.ts';
import { CopyButton } from './copy-button.tsx';
import { Pager } from './pager.tsx';
import { RequestError } from './request-error.tsx';
import { Timestamp } from './timestamp.tsx';
import { UntrustedText } from './untrusted-text.tsx';
import { useMainAnswer } from './use-board.ts';
import { useTitle } from './use-title.ts';

/** The page of quarantined hooks, each with the reason. */
export function QuarantinePage() {
  const response = useMainAnswer('/quarantine')?.body;
  useTitle('Quarantine – Streams');
  return (
    <>
      <h1 tabIndex={-1}>Quarantine</h1>
      <p class="note">Hooks that could not be parsed. They are stored, and change no stream.</p>
      <RequestError />
      {response?.quarantine.length === 0 && response.cursor === null && (
        <p class="nothing">No hooks are quarantined.</p>
      )}
      <ol class="events">
        {response?.quarantine.map((hook) => (
          <li key={`${hook.app} ${hook.receivedAt} ${hook.reason} ${hook.body.slice(0, 100)}`}>
            <QuarantinedHook hook={hook} />
          </li>
        ))}
      </ol>
      <Pager cursor={response?.cursor ?? null} />
    </>
  );
}

function QuarantinedHook({ hook }: { hook: Hook }) {
  return (
    <details>
      <summary>
        <Timestamp at={hook.receivedAt} utc />
        <strong>
          <UntrustedText text={hook.reason} />
        </strong>
        <span class="id">
          <UntrustedText text={hook.app} />
        </span>
      </summary>
      <p class="note">
        <CopyButton text={hook.body} label="body" />
      </p>
      <pre>
        <UntrustedText text={hook.body} />
      </pre>
    </details>
  );
}
