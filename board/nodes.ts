import { groupBy } from '../lambda/group-by.ts';
import type { Server, Stream } from './responses.ts';

/** A machine that sends hooks, and its live streams. */
export interface Node {
  readonly address: string;
  readonly streams: readonly Stream[];
}

/** Groups streams by the address that sent their latest hooks, the address with the most first; without those whose address is not known. */
export function groupByNode(streams: readonly Stream[]): Node[] {
  const groups = groupBy(streams, ({ node }) => node?.address ?? '');
  groups.delete('');
  return [...groups]
    .map(([address, ofNode]) => ({ address, streams: ofNode }))
    .sort((a, b) => b.streams.length - a.streams.length || (a.address < b.address ? -1 : 1));
}

/** Sorts media servers by their newest event, the newest first. */
export const sortServers = (servers: readonly Server[]): Server[] =>
  [...servers].sort((a, b) => timeOf(b).localeCompare(timeOf(a)));

/** ISO 8601, which sorts as text. */
const timeOf = ({ events: [newest] }: Server): string => newest?.at ?? '';
