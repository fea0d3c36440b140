import { statuses, statusName } from '../../../words/status.ts';
import { capitalise } from '../../format.ts';
import type { Stream } from '../../responses.ts';
import { streamKey } from '../../samples.ts';
import { StreamRow } from './stream-row.tsx';

const heads = ['Status', 'Stream', 'Duration', 'Since', 'Video', 'Bitrate', 'Speed', 'Dropped', 'Last error'];

interface Props {
  readonly streams: readonly Stream[];
  /** The time for which their running durations hold, by the monotonic clock, in ms. */
  readonly at: number;
}

/** The streams, grouped by status. */
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
      {statuses.map((status) => {
        const group = streams.filter((stream) => stream.status === status);
        return group.length > 0 && <Group key={status} status={status} streams={group} at={at} />;
      })}
    </table>
  );
}

function Group({ status, streams, at }: Props & { readonly status: Stream['status'] }) {
  return (
    <tbody>
      <tr class="group">
        <th colSpan={heads.length} scope="rowgroup">
          {capitalise(statusName(status))} <span>{streams.length}</span>
        </th>
      </tr>
      {streams.map((stream) => (
        <StreamRow key={streamKey(stream)} stream={stream} at={at} />
      ))}
    </tbody>
  );
}
