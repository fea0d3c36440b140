import type { ComponentChildren } from 'preact';
import { errorDetailOf, isErrorAction } from '../../words/error-action.ts';
import { formatCause, PRESUMED_BY_RECEIVER, PRESUMED_IN_ERROR } from '../../words/presumed-end-text.ts';
import { isPresumedStart, PRESUMED_START } from '../../words/presumed-start-text.ts';
import type { StreamEvent } from '../responses.ts';
import { RawEvent } from './raw-event.tsx';
import { Shape } from './status-mark.tsx';
import { UntrustedText } from './untrusted-text.tsx';

interface Props {
  readonly event: StreamEvent;
  /** Stands above it, such as the link to its stream. */
  readonly above?: ComponentChildren;
}

/** An event of the history in a line, an error with its detail; it unfolds to its fields. */
export function EventLine({ event, above }: Props) {
  const cause = formatCause(event);
  const ofReceiver = { receivedLabel: 'Presumed', note: describePresumed(event) };
  return (
    <RawEvent event={event} above={above} {...(cause !== null && ofReceiver)}>
      <span class="what">
        {isErrorAction(event.action) ? <ErrorText event={event} /> : <UntrustedText text={event.action} />}
        {cause !== null && ` ${cause}`} {event.outcome !== 'recorded' && <span class="tag">{event.outcome}</span>}
      </span>
    </RawEvent>
  );
}

function ErrorText({ event }: { event: StreamEvent }) {
  const detail = errorDetailOf(event);
  return (
    <>
      <strong class="bad">
        <Shape kind="failing" /> {event.action}
      </strong>{' '}
      {detail !== null && <UntrustedText text={detail} />}
    </>
  );
}

function describePresumed(event: StreamEvent): string {
  if (isPresumedStart(event)) return PRESUMED_START;
  return event.outcome === 'late' ? `${PRESUMED_BY_RECEIVER} ${PRESUMED_IN_ERROR}` : PRESUMED_BY_RECEIVER;
}
