import type { ComponentChildren } from 'preact';
import { CopyButton } from './copy-button.tsx';
import { Timestamp } from './timestamp.tsx';
import { UntrustedText } from './untrusted-text.tsx';

interface RawEventProps {
  readonly event: { readonly at: string | null; readonly receivedAt: string | null; readonly fields: unknown };
  /** The summary of the event, on one line. */
  readonly children: ComponentChildren;
  /** Stands above it: no link may be within its summary. */
  readonly above?: ComponentChildren;
  /** An explanation of what its fields leave unclear. */
  readonly note?: string | undefined;
  /** What the receiver did at `receivedAt`. @default 'Received' */
  readonly receivedLabel?: string;
}

/** One event of a list: its time and summary, and on demand its fields as received. */
export function RawEvent({ event, children, above, note, receivedLabel = 'Received' }: RawEventProps) {
  return (
    <li>
      {above}
      <details>
        <summary>
          <Timestamp at={event.at} utc />
          {children}
        </summary>
        <p class="note">
          {receivedLabel} <Timestamp at={event.receivedAt} utc />{' '}
          <CopyButton text={JSON.stringify(event, null, 2)} label="JSON" />
        </p>
        {note !== undefined && <p class="note">{note}</p>}
        <pre>
          <UntrustedText text={JSON.stringify(event.fields, null, 2)} />
        </pre>
      </details>
    </li>
  );
}
