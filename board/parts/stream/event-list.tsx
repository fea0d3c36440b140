import { errorDetailOf, isErrorAction } from '../../../words/error-action.ts';
import { formatCause, PRESUMED_BY_RECEIVER, PRESUMED_IN_ERROR } from '../../../words/presumed-end-text.ts';
import { eventIdentity, mergeEvents } from '../../event-history.ts';
import { mainRequest, requestKey } from '../../requests.ts';
import type { StreamEvent } from '../../responses.ts';
import { RawEvent } from '../raw-event.tsx';
import { Shape } from '../status-mark.tsx';
import { UntrustedText } from '../untrusted-text.tsx';
import { useBoard } from '../use-board.ts';
import { Section } from './section.tsx';

/** The events in the response for a stream: when there are fewer, there are no older ones … */
const MAX_LATEST = 50;
/** … unless they are so large, in characters of JSON, that the response was cut. */
const CUT_LENGTH = 400_000;

/** The history of a stream, each event with its fields as received. */
export function EventList({ latest }: { latest: readonly StreamEvent[] }) {
  const { board, state } = useBoard();
  const older = state.olderEvents?.key === requestKey(mainRequest(state.view)) ? state.olderEvents : null;
  const events = older === null ? latest : mergeEvents(older.events, latest);
  const isCut = latest.length >= MAX_LATEST || JSON.stringify(latest).length > CUT_LENGTH;
  const hasMore = older === null ? isCut : older.cursor !== null;
  return (
    <Section title="History" isEmpty={events.length === 0} none="No events: they are stored for 30 days by default.">
      <ol class="events">
        {events.map((event) => (
          <Event key={eventIdentity(event)} event={event} />
        ))}
      </ol>
      {hasMore && (
        <button type="button" onClick={() => board.loadOlderEvents()}>
          Older events
        </button>
      )}
    </Section>
  );
}

function Event({ event }: { event: StreamEvent }) {
  const cause = formatCause(event);
  const isError = isErrorAction(event.action);
  const detail = errorDetailOf(event);
  const ofReceiver = { receivedLabel: 'Presumed', note: describePresumedEnd(event) };
  return (
    <RawEvent event={event} {...(cause !== null && ofReceiver)}>
      <strong class={isError ? 'bad' : undefined}>
        {isError && <Shape kind="failing" />} <UntrustedText text={event.action} />
      </strong>
      {detail !== null && <UntrustedText text={detail} />}
      {cause !== null && <span>{cause}</span>}
      {event.outcome !== 'recorded' && <span class="tag">{event.outcome}</span>}
    </RawEvent>
  );
}

const describePresumedEnd = ({ outcome }: StreamEvent): string =>
  outcome === 'late' ? `${PRESUMED_BY_RECEIVER} ${PRESUMED_IN_ERROR}` : PRESUMED_BY_RECEIVER;
