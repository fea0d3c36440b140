import type { Server } from '../responses.ts';
import { Pager } from './pager.tsx';
import { RawEvent } from './raw-event.tsx';
import { RequestError } from './request-error.tsx';
import { UntrustedText } from './untrusted-text.tsx';
import { useMainAnswer } from './use-board.ts';
import { useTitle } from './use-title.ts';

const kinds: Record<string, string> = {
  highResourceUsage: 'High resource usage',
  unexpectedServerShutdown: 'Unexpected shutdown',
};

const notes: Record<string, string> = {
  unexpectedServerShutdown:
    'Ant Media Server sends this notice after the restart, under the action name highResourceUsage. Only a shutdown has appNames.',
};

/** The page of the media servers and their own events. */
export function ServersPage() {
  const { servers, cursor = null } = useMainAnswer('/servers')?.body ?? {};
  useTitle('Servers – Streams');
  return (
    <>
      <h1 tabIndex={-1}>Servers</h1>
      <RequestError />
      {servers?.length === 0 && cursor === null && (
        <p class="nothing">
          No server events yet. Media servers send resource alarms and unexpected shutdowns when{' '}
          <code>server.statusWebHookURL</code> is set.
        </p>
      )}
      {servers?.map((server) => (
        <ServerSection key={JSON.stringify([server.app, server.host])} server={server} />
      ))}
      <Pager cursor={cursor} previousLabel="← Back" nextLabel="More →" />
    </>
  );
}

function ServerSection({ server: { app, host, events } }: { server: Server }) {
  return (
    <section class="server">
      <h2>
        <UntrustedText text={host} />{' '}
        <span class="id">
          <UntrustedText text={app} />
        </span>
      </h2>
      <ol class="events">
        {events.map((event) => (
          <RawEvent key={`${event.at} ${event.receivedAt} ${event.kind}`} event={event} note={notes[event.kind]}>
            <strong>{kinds[event.kind] ?? <UntrustedText text={event.kind} />}</strong>
          </RawEvent>
        ))}
      </ol>
    </section>
  );
}
