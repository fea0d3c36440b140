import type { ComponentChildren } from 'preact';
import { noBreak } from '../format.ts';
import { groupByNode, type Node, sortServers } from '../nodes.ts';
import { liveRequest } from '../requests.ts';
import { readResources } from '../resources.ts';
import type { Server } from '../responses.ts';
import { Elapsed } from './elapsed.tsx';
import { NodeSection, NodeStreams } from './node-streams.tsx';
import { Pager } from './pager.tsx';
import { RawEvent } from './raw-event.tsx';
import { RequestError } from './request-error.tsx';
import { Shape } from './status-mark.tsx';
import { UntrustedText } from './untrusted-text.tsx';
import { useAnswer, useBoard, useMainAnswer } from './use-board.ts';
import { useTitle } from './use-title.ts';

/** The events of a server that are shown at once; the others on demand. */
const MAX_SHOWN = 5;

const SHUTDOWN_NOTE =
  'Ant Media Server sends this notice after the restart, under the action name highResourceUsage: only a shutdown has appNames.';

/** The page of the media servers and their own events, the newest first, and of which streams are on which. */
export function ServersPage() {
  const { view } = useBoard().state;
  const answer = useMainAnswer('/servers');
  const live = useAnswer(liveRequest(view))?.body;
  const { servers = [], cursor = null } = answer?.body ?? {};
  useTitle('Servers – Streams');
  const nodes = groupByNode(live?.streams ?? []);
  const isPart = (live?.cursor ?? null) !== null;
  const sorted = sortServers(servers);
  const serverOf = ({ address }: Node) => sorted.find(({ host }) => host === address);
  const others = nodes.filter((node) => serverOf(node) === undefined);
  return (
    <>
      <h1 tabIndex={-1}>Servers</h1>
      <RequestError />
      {answer !== undefined && servers.length === 0 && cursor === null && <NoEvents />}
      {sorted.map((server) => (
        <ServerSection key={JSON.stringify([server.app, server.host])} server={server} now={answer?.now ?? 0}>
          {nodes.map(
            (node) =>
              serverOf(node) === server && (
                <p key={node.address}>
                  <NodeStreams node={node} isPart={isPart} />
                </p>
              ),
          )}
        </ServerSection>
      ))}
      {cursor !== null && <p class="note">There are more servers: the newest are first on each page.</p>}
      <Pager cursor={cursor} previousLabel="← Back" nextLabel="More →" />
      {others.length > 0 && (
        <NodeSection nodes={others} isPart={isPart} title={others.length < nodes.length ? 'Other nodes' : 'Nodes'} />
      )}
    </>
  );
}

const NoEvents = () => (
  <p class="nothing">
    No server events yet. Media servers send resource alarms and unexpected shutdowns when{' '}
    <code>server.statusWebHookURL</code> is set.
  </p>
);

interface ServerProps {
  readonly server: Server;
  /** The receiver's clock, in ms since the epoch. */
  readonly now: number;
  readonly children: ComponentChildren;
}

function ServerSection({ server: { app, host, events }, now, children }: ServerProps) {
  const [newest] = events;
  const older = events.slice(MAX_SHOWN);
  return (
    <section class="server">
      <h2>
        <UntrustedText text={host} />{' '}
        <span class="id">
          <UntrustedText text={app} />
        </span>
        {newest && (
          <span class="note">
            {' '}
            · <Elapsed since={newest.at} now={now} /> ago
          </span>
        )}
      </h2>
      {children}
      <Events events={events.slice(0, MAX_SHOWN)} />
      {older.length > 0 && (
        <details>
          <summary>{older.length} older</summary>
          <Events events={older} />
        </details>
      )}
    </section>
  );
}

type ServerEvent = Server['events'][number];

const Events = ({ events }: { events: readonly ServerEvent[] }) => (
  <ol class="events">
    {events.map((event) => {
      const isShutdown = event.kind === 'unexpectedServerShutdown';
      return (
        <RawEvent
          key={`${event.at} ${event.receivedAt} ${event.kind}`}
          event={event}
          note={isShutdown ? SHUTDOWN_NOTE : undefined}
        >
          {isShutdown ? <Shutdown event={event} /> : <Alarm event={event} />}
        </RawEvent>
      );
    })}
  </ol>
);

function Shutdown({ event: { fields } }: { event: ServerEvent }) {
  const apps = fields.appNames;
  return (
    <>
      <strong class="bad">
        <Shape kind="missing" /> Unexpected shutdown
      </strong>{' '}
      {typeof apps === 'string' && (
        <span>
          of <UntrustedText text={apps.replaceAll(',', ', ')} />
        </span>
      )}
    </>
  );
}

const Alarm = ({ event: { fields } }: { event: ServerEvent }) => (
  <>
    <strong class="poor">
      <Shape kind="stale" /> High resource usage
    </strong>
    {readResources(fields.resourceInfo).map(({ text, isHigh }) => [
      ' ',
      <span key={text} class={isHigh ? 'poor' : undefined}>
        {noBreak(text)}
      </span>,
    ])}
  </>
);
