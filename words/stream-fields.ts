import type { StreamJson } from '../lambda/reading/stream-json.ts';

/** A stream as a receiver of any version answers it: older ones know no node. */
interface WithNode extends Pick<StreamJson, 'id'> {
  readonly node?: StreamJson['node'];
}

/** The address of the machine of a cluster that the stream comes from; null where it is unknown. */
export const nodeOf = ({ node }: WithNode): string | null => node?.address ?? null;

/** The metadata as text: an object as JSON. */
export const formatMetadata = (metadata: StreamJson['metadata']): string | null =>
  metadata === null || typeof metadata === 'string' ? metadata : JSON.stringify(metadata);
