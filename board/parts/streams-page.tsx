import { pluralize } from '../board-words.ts';
import type { StreamsResponse } from '../responses.ts';
import { filterAndSort } from '../sort.ts';
import { Filters } from './filters.tsx';
import { Pager } from './pager.tsx';
import { RequestError } from './request-error.tsx';
import { SetupGuide } from './setup-guide.tsx';
import { StatusCounts } from './status-counts.tsx';
import { StreamTable } from './stream-table.tsx';
import { useBoard } from './use-board.ts';
import { useResponse } from './use-response.ts';
import { useTitle } from './use-title.ts';

/** Every stream, the live ones first. */
export function StreamsPage() {
  const { state } = useBoard();
  const response = useResponse<StreamsResponse>();
  const { view, sampleHistory } = state;
  const streams = response?.answer.streams ?? [];
  const rows = filterAndSort(streams, view.text, view.sort, sampleHistory);
  const isPart = view.cursor !== '' || typeof response?.answer.cursor === 'string';
  const live = streams.filter(({ status }) => status === 'live').length;
  useTitle(response ? `${live}${isPart ? '+' : ''} live – Streams` : 'Streams');
  const isEmpty = response !== undefined && streams.length === 0 && !view.app && !view.status && !isPart;
  return (
    <>
      <div class="head">
        <h1 tabIndex={-1}>Streams</h1>
        {response && !isEmpty && <StatusCounts streams={streams} isPart={isPart} />}
      </div>
      <RequestError />
      {isEmpty ? (
        <SetupGuide />
      ) : (
        <>
          <Filters apps={[...new Set(streams.map(({ app }) => app))]} />
          <p class="note" aria-live={view.text === '' ? 'off' : 'polite'}>
            {response && describeCount(rows.length, streams.length, isPart)}
          </p>
          {response && rows.length > 0 && <StreamTable streams={rows} at={response.at} />}
          {response && rows.length === 0 && <p class="nothing">{describeNothing(response.answer)}</p>}
          <Pager cursor={response?.answer.cursor ?? null} />
        </>
      )}
    </>
  );
}

/** A page may be empty though there are more: of many apps each answer looks into some. */
function describeNothing({ streams, cursor }: StreamsResponse): string {
  return streams.length === 0 && cursor !== null ? 'None is on this page: go on.' : 'No stream is as asked for.';
}

/** What is searched and sorted is what is loaded: the page says so where there is more. */
function describeCount(shown: number, loaded: number, isPart: boolean): string {
  const all = isPart
    ? `${pluralize(loaded, 'stream')} loaded of more: text and order apply to these`
    : pluralize(loaded, 'stream');
  return shown === loaded ? all : `${shown} of ${all}`;
}
