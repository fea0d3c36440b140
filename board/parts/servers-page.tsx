import type { Server, ServersAnswer } from '../answers.ts';
import { Pager } from './pager.tsx';
import { RawEvent } from './raw-event.tsx';
import { Problem } from './request-error.tsx';
import { Outside } from './untrusted-text.tsx';
import { useAnswer } from './use-answer.ts';
import { useTitle } from './use-title.ts';

const kinds: Record<string, string> = {
  highResourceUsage: 'High resource usage',
  unexpectedServerShutdown: 'Unexpected shutdown',
};

const notes: Record<string, string> = {
  unexpectedServerShutdown:
    'Ant Media Server sends this notice after the restart, under the action name highResourceUsage. Only a shutdown has appNames.',
};

/** What the media servers told of themselves. */
export function ServersPage() {
  const { servers, cursor = null } = useAnswer<ServersAnswer>()?.answer ?? {};
  useTitle('Servers – Streams');
  return (
    <>
      <h1 tabIndex={-1}>Servers</h1>
      <Problem />
      {servers?.length === 0 && cursor === null && (
        <p class="nothing">
          No server has told anything of itself. They do when <code>server.statusWebHookURL</code> is set: resource
          alarms, and unexpected shutdowns.
        </p>
      )}
      {servers?.map((server) => (
        <OneServer key={JSON.stringify([server.app, server.host])} server={server} />
      ))}
      <Pager cursor={cursor} back="← Back" on="More →" />
    </>
  );
}

function OneServer({ server: { app, host, events } }: { server: Server }) {
  return (
    <section class="server">
      <h2>
        <Outside text={host} />{' '}
        <span class="id">
          <Outside text={app} />
        </span>
      </h2>
      <ol class="events">
        {events.map((event) => (
          <RawEvent key={`${event.at} ${event.receivedAt} ${event.kind}`} event={event} note={notes[event.kind]}>
            <strong>{kinds[event.kind] ?? <Outside text={event.kind} />}</strong>
          </RawEvent>
        ))}
      </ol>
    </section>
  );
}
