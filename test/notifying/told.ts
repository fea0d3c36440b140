import type { ReceivedPost, Sink } from './use-sinks.ts';

/** Returns the envelopes that a sink received, as `TYPE ID` or, of the moves of a stream, `ID SEQUENCE`. */
export const toldTo = ({ posts }: Pick<Sink, 'posts'>): string[] => posts.map(describePost);

export function describePost({ body }: ReceivedPost): string {
  const { 'detail-type': type, detail } = JSON.parse(body);
  return `${type.replace('Stream ', '')} ${detail.id}`;
}
