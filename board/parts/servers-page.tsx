import type { Server, ServersAnswer } from '../answers.ts';
import { Copy } from './copy.tsx';
import { Outside } from './outside.tsx';
import { Problem } from './problem.tsx';
import { useAnswer } from './use-answer.ts';
import { useTitle } from './use-title.ts';
import { When } from './when.tsx';

const kinds: Record<string, string> = {
  highResourceUsage: 'High resource usage',
  unexpectedServerShutdown: 'Unexpected shutdown',
};

/** What the media servers told of themselves. */
export function ServersPage() {
  const servers = useAnswer<ServersAnswer>()?.answer.servers;
  useTitle('Servers – Streams');
  return (
    <>
      <h1 tabIndex={-1}>Servers</h1>
      <Problem />
      {servers?.length === 0 && (
        <p class="nothing">
          No server has told anything of itself. They do when <code>server.statusWebHookURL</code> is set: resource
          alarms, and unexpected shutdowns.
        </p>
      )}
      {servers?.map((server) => (
        <OneServer key={JSON.stringify([server.app, server.host])} server={server} />
      ))}
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
          <li key={`${event.at} ${event.receivedAt} ${event.kind}`}>
            <details>
              <summary>
                <When at={event.at} utc />
                <strong>{kinds[event.kind] ?? <Outside text={event.kind} />}</strong>
              </summary>
              <p class="note">
                Received <When at={event.receivedAt} utc /> <Copy text={JSON.stringify(event, null, 2)} what="JSON" />
              </p>
              <pre>
                <Outside text={JSON.stringify(event.fields, null, 2)} />
              </pre>
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}
