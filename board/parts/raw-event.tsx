import type { ComponentChildren } from 'preact';
import { Copy } from './copy.tsx';
import { Outside } from './untrusted-text.tsx';
import { When } from './when.tsx';

interface RawEventProps {
  readonly event: { readonly at: string | null; readonly receivedAt: string | null; readonly fields: unknown };
  /** What it is, in a line. */
  readonly children: ComponentChildren;
  /** What its fields would leave unclear. */
  readonly note?: string | undefined;
}

/** One event of a list: when and what it is, and behind that the fields as they came. */
export function RawEvent({ event, children, note }: RawEventProps) {
  return (
    <li>
      <details>
        <summary>
          <When at={event.at} utc />
          {children}
        </summary>
        <p class="note">
          Received <When at={event.receivedAt} utc /> <Copy text={JSON.stringify(event, null, 2)} what="JSON" />
        </p>
        {note !== undefined && <p class="note">{note}</p>}
        <pre>
          <Outside text={JSON.stringify(event.fields, null, 2)} />
        </pre>
      </details>
    </li>
  );
}
