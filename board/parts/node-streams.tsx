import { pluralize } from '../../lambda/text/pluralize.ts';
import { noBreak } from '../format.ts';
import type { Node } from '../nodes.ts';
import { streamKey } from '../samples.ts';
import { titleOf } from '../visible-text.ts';
import { StreamLink } from './stream-link.tsx';
import { UntrustedText } from './untrusted-text.tsx';

/** The links of one node. */
const MAX_LINKS = 10;

interface Props {
  readonly nodes: readonly Node[];
  /** Whether there are more live streams than were read. */
  readonly isPart: boolean;
}

/** The nodes, each with its live streams. */
export const NodeSection = ({ nodes, isPart, title }: Props & { title: string }) => (
  <section class="nodes">
    <h2>{title}</h2>
    <p class="note">The addresses that the latest hooks of live streams came from.</p>
    {nodes.map((node) => (
      <p key={node.address}>
        <b>
          <UntrustedText text={node.address} />
        </b>{' '}
        <NodeStreams node={node} isPart={isPart} />
      </p>
    ))}
  </section>
);

/** The number of a node's live streams, and links to the first of them. */
export function NodeStreams({ node: { streams }, isPart }: { node: Node; isPart: boolean }) {
  const others = streams.length - MAX_LINKS;
  return (
    <>
      {noBreak(pluralize(streams.length, 'live stream'))}
      {isPart && ' (of the first 100 only)'}:{' '}
      {streams.slice(0, MAX_LINKS).map((stream, index) => (
        <span key={streamKey(stream)}>
          {index > 0 && ', '}
          <StreamLink app={stream.app} id={stream.id} text={titleOf(stream)} />
        </span>
      ))}
      {others > 0 && ` and ${noBreak(`${others} more`)}`}
    </>
  );
}
