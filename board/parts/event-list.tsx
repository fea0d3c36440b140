import { eventKey, mergeEvents } from '../event-history.ts';
import type { StreamEvent } from '../responses.ts';
import { apiPath } from '../view.ts';
import { RawEvent } from './raw-event.tsx';
import { Section } from './section.tsx';
import { UntrustedText } from './untrusted-text.tsx';
import { useBoard } from './use-board.ts';

/** So many the answer of a stream holds: with fewer there are no older ones, unless they are large (characters of JSON). */
const [LATEST, CUT] = [50, 400_000];

/** The history of a stream: what was heard, each event with its fields as they came. */
export function EventList({ latest }: { latest: readonly StreamEvent[] }) {
  const { board, state } = useBoard();
  const older = state.olderEvents?.path === apiPath(state.view) ? state.olderEvents : null;
  const events = older === null ? latest : mergeEvents(older.events, latest);
  const isCut = latest.length >= LATEST || JSON.stringify(latest).length > CUT;
  const hasMore = older === null ? isCut : older.cursor !== null;
  return (
    <Section
      title="History"
      isEmpty={events.length === 0}
      none="Nothing: events are kept for 30 days, unless set otherwise."
    >
      <ol class="events">
        {events.map((event) => (
          <Event key={eventKey(event)} event={event} />
        ))}
      </ol>
      {hasMore && (
        <button type="button" onClick={() => board.loadOlder()}>
          Older events
        </button>
      )}
    </Section>
  );
}

function Event({ event }: { event: StreamEvent }) {
  return (
    <RawEvent event={event}>
      <strong>
        <UntrustedText text={event.action} />
      </strong>
      {event.outcome !== 'recorded' && <span class="tag">{event.outcome}</span>}
    </RawEvent>
  );
}
