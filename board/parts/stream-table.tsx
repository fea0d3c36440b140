import { statusName } from '../board-words.ts';
import type { Stream } from '../responses.ts';
import { streamKey } from '../samples.ts';
import { StreamRow } from './stream-row.tsx';

const groups: readonly Stream['status'][] = ['live', 'presumedEnded', 'ended', 'unknown'];
const heads = ['Status', 'Stream', 'Duration', 'Since', 'Video', 'Bitrate', 'Speed', 'Dropped', 'Last error'];

interface Props {
  readonly streams: readonly Stream[];
  /** When they were told (by `performance.now()`). */
  readonly at: number;
}

/** Streams by what they are, the live ones first. */
export function StreamTable({ streams, at }: Props) {
  return (
    <table class="streams">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      {groups.map((status) => {
        const rows = streams.filter((stream) => stream.status === status);
        if (rows.length === 0) return null;
        return (
          <tbody key={status}>
            <tr class="group">
              <th colSpan={heads.length} scope="rowgroup">
                {statusName(status)} <span>{rows.length}</span>
              </th>
            </tr>
            {rows.map((stream) => (
              <StreamRow key={streamKey(stream)} stream={stream} at={at} />
            ))}
          </tbody>
        );
      })}
    </table>
  );
}
