import type { ComponentChildren } from 'preact';
import type { Stream } from '../../responses.ts';
import { streamKey } from '../../samples.ts';
import { directionOf, nextSort } from '../../sort.ts';
import { titleOf } from '../../visible-text.ts';
import { InferredTag, StatusMark } from '../status-mark.tsx';
import { StreamLink } from '../stream-link.tsx';
import { UntrustedText } from '../untrusted-text.tsx';
import { useBoard } from '../use-board.ts';

/** A column of a list of streams. */
export interface Column {
  readonly head: string;
  /** The order that a click on its head makes. */
  readonly sort: string;
  /** The class of its cells, which gives them their width. */
  readonly class: string;
  readonly cell: (stream: Stream) => ComponentChildren;
}

interface Props {
  readonly kind: 'live' | 'ended';
  readonly caption: string;
  readonly streams: readonly Stream[];
  readonly columns: readonly Column[];
  /** Whether the streams are of several apps. */
  readonly hasApps: boolean;
}

/** Streams of a kind, one line each. */
export function StreamTable({ kind, caption, streams, columns, hasApps }: Props) {
  return (
    <table class={`streams ${kind}`}>
      <caption>
        {caption} <span>{streams.length}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col" class="status-cell">
            Status
          </th>
          <Head head="Stream" sort="name" class="stream-cell" />
          {columns.map((column) => (
            <Head key={column.head} {...column} />
          ))}
        </tr>
      </thead>
      <tbody>
        {streams.map((stream) => (
          <tr key={streamKey(stream)} class={stream.stale ? 'is-stale' : `is-${stream.status}`}>
            <td class="status-cell">
              <StatusMark stream={stream} />
            </td>
            <StreamName stream={stream} hasApps={hasApps} />
            {columns.map(({ head, cell, class: className }) => (
              <td key={head} class={className} data-head={head}>
                {cell(stream)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The head of a column; a click sorts by it, a second one the other way round, a third one as before. */
function Head({ head, sort, class: className }: Pick<Column, 'head' | 'sort' | 'class'>) {
  const { board, state } = useBoard();
  const { view } = state;
  const direction = directionOf(view.sort, sort);
  return (
    <th scope="col" class={className} aria-sort={direction}>
      <button type="button" onClick={() => board.go({ ...view, sort: nextSort(view.sort, sort) }, true)}>
        {head}
        {direction && <span aria-hidden="true">{direction === 'ascending' ? ' ↑' : ' ↓'}</span>}
      </button>
    </th>
  );
}

function StreamName({ stream, hasApps }: { stream: Stream; hasApps: boolean }) {
  const { app, id, room } = stream;
  const title = titleOf(stream);
  return (
    <th scope="row" class="stream-cell">
      <StreamLink app={app} id={id} text={title} />
      <InferredTag stream={stream} />
      {(hasApps || title !== id) && (
        <span class="id">
          {hasApps && (
            <>
              <UntrustedText text={app} /> /{' '}
            </>
          )}
          <UntrustedText text={id} />
        </span>
      )}
      {room !== null && (
        <span class="id">
          in room <StreamLink app={app} id={room} />
        </span>
      )}
    </th>
  );
}
