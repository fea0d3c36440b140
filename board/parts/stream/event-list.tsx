import { eventIdentity, mergeEvents } from '../../event-history.ts';
import { mainRequest, requestKey } from '../../requests.ts';
import type { StreamEvent } from '../../responses.ts';
import { EventLine } from '../event-line.tsx';
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
          <EventLine key={eventIdentity(event)} event={event} />
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
