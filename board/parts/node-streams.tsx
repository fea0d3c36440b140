import { pluralize } from '../../lambda/text/pluralize.ts';
import type { Node } from '../nodes.ts';
import type { Stream } from '../responses.ts';
import { streamKey } from '../samples.ts';
import { titleOf } from '../visible-text.ts';
import { type Column, DataTable } from './data-table.tsx';
import { StreamLink } from './stream-link.tsx';
import { UntrustedText } from './untrusted-text.tsx';

/** The links of one node. */
const MAX_LINKS = 10;

const columns: readonly Column<Node>[] = [
  { head: 'Node', cell: ({ address }) => <UntrustedText text={address} /> },
  { head: 'Live streams', cell: ({ streams }) => streams.length },
  { head: 'Which', cell: ({ streams }) => <StreamLinks streams={streams} /> },
];

/** The nodes, each with its live streams; `isPart` when there are more live streams than were read. */
export function NodeTable({ nodes, isPart, title }: { nodes: readonly Node[]; isPart: boolean; title: string }) {
  return (
    <section>
      <h2>{title}</h2>
      <p class="note">
        The address that a stream's latest hooks came from{isPart && '; of the first 100 live streams only'}.
      </p>
      <DataTable rows={nodes} columns={columns} keyOf={({ address }) => address} />
    </section>
  );
}

/** The live streams of the node that is a server; nothing where none is. */
export function NodeStreams({ node, isPart }: { node: Node | undefined; isPart: boolean }) {
  if (node === undefined) return null;
  return (
    <p>
      {pluralize(node.streams.length, 'live stream')}
      {isPart && ' of the first 100'} from this address: <StreamLinks streams={node.streams} />
    </p>
  );
}

function StreamLinks({ streams }: { streams: readonly Stream[] }) {
  const others = streams.length - MAX_LINKS;
  return (
    <>
      {streams.slice(0, MAX_LINKS).map((stream, index) => (
        <span key={streamKey(stream)}>
          {index > 0 && ', '}
          <StreamLink app={stream.app} id={stream.id} text={titleOf(stream)} />
        </span>
      ))}
      {others > 0 && ` and ${others} more`}
    </>
  );
}
