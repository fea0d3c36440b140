import type { StreamJson } from '../lambda/reading/stream-json.ts';

/** A stream in the response of any receiver version; older ones have no node. */
interface NodeSource extends Pick<StreamJson, 'id'> {
  readonly node?: StreamJson['node'];
}

/** The address of the machine of a cluster that the stream comes from; null where it is unknown. */
export const nodeOf = ({ node }: NodeSource): string | null => node?.address ?? null;

/** The metadata as text: an object as JSON. */
export const formatMetadata = (metadata: StreamJson['metadata']): string | null =>
  metadata === null || typeof metadata === 'string' ? metadata : JSON.stringify(metadata);
